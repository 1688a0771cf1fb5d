/* The offline page as a person uses it, and what it leaves behind. */
import { readFileSync, readdirSync, rmSync, existsSync } from "node:fs";
import { inflateRawSync } from "node:zlib";
import { pathToFileURL } from "node:url";
import { join, resolve } from "node:path";

export const file = resolve("build/rapport.html");
export const url = pathToFileURL(file).href;

export const wait = (milliseconds) => new Promise((done) =>
  setTimeout(done, milliseconds));

/* Ask until the answer is true. */
export const until = async (browser, what, action, argument = null,
  seconds = 60) => {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    if (await browser.evaluate(action, argument)) return;
    if (Date.now() > end)
      throw new Error(`${browser.name}: waited in vain for ${what}`);
    await wait(30);
  }
};

export const isShown = (id) => !document.getElementById(id).closest("[hidden]");

export const press = (browser, id) => browser.evaluate((each) =>
  document.getElementById(each).click(), id);

export const open = async (browser) => {
  await browser.open(url);
  await until(browser, "the page to be there", isShown, "page");
};

/* What is to be printed is only noted: a browser asks what to print on, and
   waits for an answer. */
export const catchPrinting = (browser) => browser.evaluate(() => {
  window.printed = null;
  const paper = document.getElementById("paper");
  const note = () => {
    paper.contentWindow.print = () => { window.printed = true; };
  };
  new MutationObserver(note).observe(paper, { attributes: true });
  paper.addEventListener("load", note, true);
});

/* Choose sheets, { input: [paths] }; the page reads them at once. */
export const give = async (browser, sheets) => {
  for (const [input, paths] of Object.entries(sheets)) {
    if (!["therapists", "clients"].includes(input))
      await browser.evaluate(() => {
        document.getElementById("more-sheets").open = true;
      });
    await browser.choose(`[data-input="${input}"]`,
      paths.map((path) => resolve(path)));
    await until(browser, `${input} to be taken`, (name) =>
      !document.querySelector(`[data-chosen="${name}"]`).hidden, input);
  }
};

export const match = async (browser, seconds = 120) => {
  await until(browser, "the sheets to be read", () =>
    !document.getElementById("match").hidden);
  const before = Date.now();
  await press(browser, "run");
  await until(browser, "results", isShown, "results", seconds);
  return Date.now() - before;
};

/* The files of a .zip: Map of path -> bytes. */
export const unzip = (path) => {
  const bytes = readFileSync(path);
  const files = new Map();
  let at = bytes.readUInt32LE(bytes.length - 22 + 16);
  for (let k = bytes.readUInt16LE(bytes.length - 22 + 10); k > 0; k -= 1) {
    const packed = bytes.readUInt32LE(at + 20);
    const size = bytes.readUInt16LE(at + 28);
    const start = bytes.readUInt32LE(at + 42);
    const name = String(bytes.subarray(at + 46, at + 46 + size));
    const from = start + 30 + bytes.readUInt16LE(start + 26) +
      bytes.readUInt16LE(start + 28);
    files.set(name, inflateRawSync(bytes.subarray(from, from + packed)));
    at += 46 + size + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return files;
};

/* Press a button that saves a file, and wait for it. */
export const saved = async (browser, downloads, id) => {
  for (const each of readdirSync(downloads))
    rmSync(join(downloads, each), { recursive: true });
  await press(browser, id);
  for (let k = 0; k < 600; k += 1) {
    await wait(50);
    const [name] = readdirSync(downloads).filter((each) =>
      /\.(zip|csv|xlsx|html)$/.test(each));
    if (name && !readdirSync(downloads).some((each) => /\.part$/.test(each)) &&
        existsSync(join(downloads, name)) &&
        readFileSync(join(downloads, name)).length > 0) {
      await wait(100);
      return join(downloads, name);
    }
  }
  throw new Error(`${browser.name}: ${id} saved nothing`);
};
