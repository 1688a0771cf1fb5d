/* Firefox, driven over Marionette: what it takes to use one page.
 *
 * Debian's Firefox is not the one that Playwright patches; this protocol is
 * in every Firefox, JSON over a socket that counts its bytes.
 */
import { spawn, spawnSync } from "node:child_process";
import { createConnection } from "node:net";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const names = [process.env.RAPPORT_FIREFOX, "firefox-esr", "firefox"];

export const findFirefox = () => names.filter(Boolean).find((name) =>
  spawnSync("sh", ["-c", `command -v ${name}`]).status === 0);

const wait = (milliseconds) => new Promise((resolve) =>
  setTimeout(resolve, milliseconds));

/* Nothing of its own goes out, whatever is asked goes to the proxy. */
const preferences = (downloads, proxy) => ({
  "marionette.port": 0,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.page": 0,
  "browser.startup.homepage_override.mstone": "ignore",
  "datareporting.policy.dataSubmissionEnabled": false,
  "toolkit.telemetry.reportingpolicy.firstRun": false,
  "app.update.disabledForTesting": true,
  "app.normandy.enabled": false,
  "extensions.update.enabled": false,
  "extensions.getAddons.cache.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "data:,#remote-settings-dummy/v1",
  "browser.safebrowsing.downloads.enabled": false,
  "browser.safebrowsing.malware.enabled": false,
  "browser.safebrowsing.phishing.enabled": false,
  "browser.newtabpage.activity-stream.feeds.topsites": false,
  "browser.newtabpage.enabled": false,
  "browser.region.network.url": "",
  "browser.region.update.enabled": false,
  "browser.search.update": false,
  "dom.push.connection.enabled": false,
  "network.trr.mode": 5,
  "network.proxy.type": 1,
  "network.proxy.http": "127.0.0.1",
  "network.proxy.http_port": proxy,
  "network.proxy.ssl": "127.0.0.1",
  "network.proxy.ssl_port": proxy,
  "network.proxy.no_proxies_on": "",
  "network.proxy.allow_hijacking_localhost": true,
  "browser.download.folderList": 2,
  "browser.download.dir": downloads,
  "browser.download.useDownloadDir": true,
  "browser.download.always_ask_before_handling_new_types": false,
  "browser.helperApps.neverAsk.saveToDisk":
    "application/zip,application/octet-stream,text/csv,text/html",
  "browser.download.alwaysOpenPanel": false,
});

/* The messages of a socket: LENGTH:JSON. */
const speak = (socket) => {
  const waiting = new Map();
  let bytes = Buffer.alloc(0), turn = 0, greeted;
  const greeting = new Promise((resolve) => { greeted = resolve; });
  socket.on("data", (more) => {
    bytes = Buffer.concat([bytes, more]);
    for (;;) {
      const colon = bytes.indexOf(":");
      if (colon < 0) return;
      const end = colon + 1 + Number(bytes.subarray(0, colon));
      if (bytes.length < end) return;
      const message = JSON.parse(String(bytes.subarray(colon + 1, end)));
      bytes = bytes.subarray(end);
      if (!Array.isArray(message)) { greeted(message); continue; }
      const [, id, error, value] = message;
      const { resolve, reject } = waiting.get(id);
      waiting.delete(id);
      if (error) reject(new Error(`${error.error}: ${error.message}`));
      else resolve(value);
    }
  });
  return { greeting, call: (name, parameters = {}) =>
    new Promise((resolve, reject) => {
      turn += 1;
      waiting.set(turn, { resolve, reject });
      const words = JSON.stringify([0, turn, name, parameters]);
      socket.write(`${Buffer.byteLength(words)}:${words}`);
    }) };
};

const connect = async (profile) => {
  for (let k = 0; k < 300; k += 1) {
    await wait(100);
    try {
      const port = Number(readFileSync(join(profile, "MarionetteActivePort"),
        "utf8"));
      return await new Promise((resolve, reject) => {
        const socket = createConnection(port, "127.0.0.1", () =>
          resolve(socket));
        socket.on("error", reject);
      });
    } catch { /* not yet */ }
  }
  throw new Error("Firefox does not answer");
};

/* A browser with one page; see chromium.mjs for what one has to do. */
export const launchFirefox = async ({ downloads, proxy }) => {
  const profile = mkdtempSync(join(tmpdir(), "rapport-firefox-"));
  writeFileSync(join(profile, "user.js"),
    Object.entries(preferences(downloads, proxy)).map(([name, value]) =>
      `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
      .join(""));
  const child = spawn(findFirefox(), ["--headless", "--marionette",
    "--no-remote", "--profile", profile, "about:blank"],
  { stdio: "ignore", env: { ...process.env, HOME: profile } });
  const socket = await connect(profile);
  const { greeting, call } = speak(socket);
  await greeting;
  await call("WebDriver:NewSession", { capabilities: { alwaysMatch: {
    pageLoadStrategy: "normal", unhandledPromptBehavior: "accept" } } });
  await call("WebDriver:SetTimeouts", { script: 120000, pageLoad: 60000 });
  return {
    name: "Firefox",
    open: (url) => call("WebDriver:Navigate", { url }),
    evaluate: async (action, argument = null) => {
      const { value } = await call("WebDriver:ExecuteAsyncScript", {
        script: `const [argument, done] = arguments;
          Promise.resolve((${action})(argument)).then(
            (value) => done({ value: value === undefined ? null : value }),
            (error) => done({ error: String(error) }));`,
        args: [argument], sandbox: null });
      if (value.error) throw new Error(value.error);
      return value.value;
    },
    choose: async (selector, paths) => {
      const { value } = await call("WebDriver:FindElement",
        { using: "css selector", value: selector });
      await call("WebDriver:ElementSendKeys",
        { id: Object.values(value)[0], text: paths.join("\n") });
    },
    close: async () => {
      await call("Marionette:Quit", { flags: ["eForceQuit"] })
        .catch(() => {});
      socket.destroy();
      child.kill();
      await wait(500);
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};
