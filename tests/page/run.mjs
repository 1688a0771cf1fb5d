/* run.mjs: the offline page in Chromium and in Firefox.
 *
 * usage: node tests/page/run.mjs [PART ...]   (from the root, after make page)
 *
 * The parts are file, results, use, desk, walk, limits and access; all without
 * a word.
 * RAPPORT_BROWSERS names the browsers (chromium,firefox).
 */
import { createServer } from "node:http";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check, tally } from "../browser/browser.mjs";
import { launchChromium } from "./chromium.mjs";
import { launchFirefox } from "./firefox.mjs";
import { theFile } from "./file.mjs";
import { results } from "./results.mjs";
import { use } from "./use.mjs";
import { desk } from "./desk.mjs";
import { walk } from "./walk.mjs";
import { limits } from "./limits.mjs";
import { access } from "./access.mjs";

const scratch = mkdtempSync(join(tmpdir(), "rapport-page-"));
const wanted = process.argv.slice(2);
const browsers = (process.env.RAPPORT_BROWSERS || "chromium,firefox").split(",");

/* All the network that a browser has: it answers nothing, and counts. */
const asked = [];
const proxy = createServer((request, response) => {
  asked.push(request.url);
  response.writeHead(404).end();
});
proxy.on("connect", (request, socket) => {
  asked.push(request.url);
  socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
});
await new Promise((ready) => proxy.listen(0, "127.0.0.1", ready));

const launchers = { chromium: launchChromium, firefox: launchFirefox };

/* Whatever a browser asks for on its own account. */
const isOwn = (url) => /mozilla|firefox|google|gstatic|chrom/.test(url);

const part = async (name, work) => {
  if (wanted.length && !wanted.includes(name)) return;
  const before = Date.now();
  await work().catch((error) => check(name, false, error.stack));
  console.log(`${name}: ${Math.round((Date.now() - before) / 1000)} s`);
};

await part("file", async () => theFile());
for (const name of browsers) {
  const downloads = join(scratch, `${name}-downloads`);
  mkdirSync(downloads);
  const browser = await launchers[name]({ downloads,
    proxy: proxy.address().port });
  const network = { asked: () => asked.filter((each) => !isOwn(each)),
    forget: () => { asked.length = 0; } };
  const context = { browser, downloads, scratch, network };
  try {
    await part("results", () => results(context));
    await part("use", () => use(context));
    await part("desk", () => desk(context));
    await part("walk", () => walk(context));
    await part("limits", () => limits(context));
    if (name === "chromium") await part("access", () => access(context));
  } finally {
    await browser.close();
  }
}
proxy.close();
rmSync(scratch, { recursive: true, force: true });
console.log(`page: ${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed > 0 ? 1 : 0);
