/* What is too much: large files, a stop, memory, and a network to reach. */
import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from
  "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, check, same } from "../browser/browser.mjs";
import { give, isShown, match, open, press, until, wait } from "./page.mjs";

/* How long the page did not answer, at most. */
const listen = () => {
  window.longest = 0;
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    window.longest = Math.max(window.longest, now - last);
    last = now;
  }, 20);
};

/* A sheet of so many megabytes. */
const large = (path, megabytes) => {
  const out = openSync(path, "w");
  writeSync(out, "client_id,concerns,notes\n");
  const rows = [];
  for (let k = 0; k < 4000; k += 1)
    rows.push(`${"x".repeat(8)}KEY${k},depression;anxiety,${"words ".repeat(38)}`);
  const block = rows.join("\n");
  for (let size = 0, turn = 0; size < megabytes * 1048576; turn += 1)
    size += writeSync(out, `${block.replaceAll("KEY", `-${turn}-`)}\n`);
  closeSync(out);
};

const files = async (browser, scratch) => {
  const huge = join(scratch, "huge.csv"), big = join(scratch, "big.csv");
  large(huge, 70);
  large(big, 50);
  await open(browser);
  await browser.evaluate(listen);
  await give(browser, { therapists: ["datasets/demo/therapists.csv"] });
  await browser.choose('[data-input="clients"]', [huge]);
  await until(browser, "a refusal", isShown, "refused");
  check(`${browser.name}: 70 MB are refused, and why is said`,
    await browser.evaluate(() => document.getElementById("refused")
      .textContent.includes("64 MB")));
  await browser.choose('[data-input="clients"]', [big]);
  const before = Date.now();
  await until(browser, "an answer to 50 MB", () =>
    !document.getElementById("found").hidden ||
    !document.getElementById("trouble").hidden, null, 180);
  console.log(`${browser.name}: 50 MB: ${Date.now() - before} ms, the page ` +
    `did not answer for at most ${await browser.evaluate(() =>
      Math.round(window.longest))} ms`);
  check(`${browser.name}: 50 MB never freeze the tab`,
    await browser.evaluate(() => window.longest < 2500),
    `${await browser.evaluate(() => window.longest)} ms`);
};

const stopping = async (browser, scratch) => {
  const folder = join(scratch, `many-${browser.name}`);
  mkdirSync(folder);
  execFileSync(`${build}/generate`, ["--clients", "6000", "--therapists",
    "400", "--out", folder], { stdio: "ignore" });
  await open(browser);
  await give(browser, { therapists: [`${folder}/therapists.csv`],
    clients: [`${folder}/clients.csv`] });
  await until(browser, "step 4", isShown, "match");
  await press(browser, "run");
  await until(browser, "progress", () =>
    !document.getElementById("working").hidden &&
    document.getElementById("progress").hasAttribute("value"));
  await press(browser, "stop");
  await wait(300);
  check(`${browser.name}: a run that was stopped leaves nothing`,
    await browser.evaluate(() => document.getElementById("results").hidden &&
      document.getElementById("working").hidden &&
      document.getElementById("trouble").hidden));
  for (let k = 0; k < 100 && browser.page?.workers().length; k += 1)
    await wait(100);
  if (browser.page)
    same("Chromium: no worker is left", browser.page.workers().length, 0);
  await press(browser, "demo");
  await match(browser);
  check(`${browser.name}: and the next run works`,
    await browser.evaluate(() => document.getElementById("summary")
      .textContent.includes("66")));
};

/* Chromium tells what the page itself holds; a worker takes its own along. */
const memory = async (browser) => {
  if (!browser.page) return;
  const session = await browser.context.newCDPSession(browser.page);
  await session.send("HeapProfiler.enable");
  const held = async () => {
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    return usedSize / 1048576;
  };
  await open(browser);
  await press(browser, "demo");
  await match(browser);
  const before = await held();
  for (let k = 0; k < 5; k += 1) {
    await press(browser, "demo");
    await until(browser, "the sheets", () =>
      document.getElementById("results").hidden);
    await match(browser);
  }
  const after = await held();
  same("Chromium: no worker stays behind", browser.page.workers().length, 0);
  check("Chromium: five runs later the page holds no more", after < before + 3,
    `${before.toFixed(1)} MB, then ${after.toFixed(1)} MB`);
};

/* What would be seen if something were asked; and the page may ask nothing. */
const control = async (browser, scratch, network) => {
  const loose = join(scratch, "loose.html");
  writeFileSync(loose, "<!doctype html><title>loose</title>");
  const ask = () => {
    fetch("http://elsewhere.invalid/asked").catch(() => {});
    new Image().src = "http://elsewhere.invalid/image";
  };
  network.forget();
  await browser.open(pathToFileURL(loose).href);
  await browser.evaluate(ask);
  await wait(1500);
  check(`control: ${browser.name}: a request would be counted`,
    network.asked().length > 0);
  await open(browser);
  network.forget();
  await browser.evaluate(ask);
  await wait(1500);
  same(`${browser.name}: the policy lets no request out`, network.asked(), []);
  if (browser.seen) browser.seen.errors.length = 0;
};

export const limits = async ({ browser, scratch, network }) => {
  await files(browser, scratch);
  await stopping(browser, scratch);
  await memory(browser);
  await control(browser, scratch, network);
};
