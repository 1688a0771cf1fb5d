/* Chromium with one page: open(url), evaluate(action, argument), choose
 * (selector, paths), close(); the same as firefox.mjs. */
import { chromium } from "../browser/node_modules/playwright-core/index.mjs";
import { findBrowser } from "../browser/browser.mjs";

export const launchChromium = async ({ downloads, proxy }) => {
  const browser = await chromium.launch({
    executablePath: findBrowser(), downloadsPath: downloads,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run",
      "--disable-background-networking", "--disable-component-update",
      "--disable-sync", "--disable-dev-shm-usage",
      `--proxy-server=http://127.0.0.1:${proxy}`,
      "--proxy-bypass-list=<-loopback>"] });
  const context = await browser.newContext({ acceptDownloads: true,
    viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const seen = { requests: [], errors: [] };
  context.on("request", (request) => seen.requests.push(request.url()));
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") seen.errors.push(message.text());
  });
  page.on("download", (download) =>
    download.saveAs(`${downloads}/${download.suggestedFilename()}`));
  return {
    name: "Chromium", page, context, seen,
    open: (url) => page.goto(url),
    evaluate: (action, argument = null) => page.evaluate(action, argument),
    choose: (selector, paths) => page.setInputFiles(selector, paths),
    close: () => browser.close(),
  };
};
