/* A real browser, and how checks are counted. */
import { chromium } from "playwright-core";
import { execFileSync, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const names = ["chromium-headless-shell", "chromium", "chromium-browser",
  "google-chrome"];

export const findBrowser = () => {
  if (process.env.RAPPORT_CHROMIUM) return process.env.RAPPORT_CHROMIUM;
  for (const name of names) {
    const found = spawnSync("sh", ["-c", `command -v ${name}`]);
    if (found.status === 0) return String(found.stdout).trim();
  }
  throw new Error(`no browser: none of ${names.join(", ")}`);
};

export const launch = () => chromium.launch({
  executablePath: findBrowser(),
  /* The profile is a new, empty folder at each start. */
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-dev-shm-usage"],
});

/* -- counting ------------------------------------------------------------ */

export const tally = { passed: 0, failed: 0 };

export const check = (name, holds, detail = "") => {
  if (holds) {
    tally.passed += 1;
  } else {
    tally.failed += 1;
    console.log(`---- ${name}${detail ? `: ${detail}` : ""}`);
  }
};

export const same = (name, got, expected) =>
  check(name, JSON.stringify(got) === JSON.stringify(expected),
    `got ${JSON.stringify(got)}, expected ${JSON.stringify(expected)}`);

/* -- pages --------------------------------------------------------------- */

/* Open a file in a context of its own; what it asks for, says and runs is
   kept beside it. */
export const open = async (browser, file, options = {}) => {
  const { fragment = "", ...settings } = options;
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 }, ...settings });
  const page = await context.newPage();
  const seen = { requests: [], errors: [], dialogs: 0 };
  context.on("request", (request) => seen.requests.push(request.url()));
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") seen.errors.push(message.text());
  });
  page.on("dialog", (dialog) => {
    seen.dialogs += 1;
    dialog.dismiss();
  });
  await page.goto(pathToFileURL(file).href + fragment);
  return { page, context, seen, close: () => context.close() };
};

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/* Rules of WCAG 2.2 AA and of good practice that a page breaks. */
export const violations = async (page) => {
  await page.evaluate(axeSource);
  const result = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
      "best-practice"] }));
  return result.violations.map((one) =>
    `${one.id} (${one.nodes.map((node) => node.target).join(" ")})`);
};

/* -- the program --------------------------------------------------------- */

export const build = process.env.RAPPORT_BUILD || "build";

export const rapport = (...words) =>
  String(execFileSync(`${build}/rapport`, words,
    { stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 28 }));

/* CSV as rows of cells. */
export const parse = (text) => {
  const rows = [[]];
  let cell = "", quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const c = text[at];
    if (quoted && c === '"' && text[at + 1] === '"') { cell += c; at += 1; }
    else if (c === '"') quoted = !quoted;
    else if (!quoted && (c === "," || c === "\n")) {
      rows.at(-1).push(cell);
      cell = "";
      if (c === "\n") rows.push([]);
    } else if (quoted || (c !== "\r" && c !== "\uFEFF")) cell += c;
  }
  rows.pop();
  return rows;
};
