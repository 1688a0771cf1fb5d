/* The file itself: its policy, its size, what it has no code for. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { check, same } from "../browser/browser.mjs";
import { file } from "./page.mjs";

const hash = (text) =>
  `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const read = (path) => readFileSync(path, "utf8");
const between = (text, from, to) => text.split(from)[1].split(to)[0];

/* Worked out from what stands in the file, not by what assembled it. */
export const policyOf = (html) => {
  const shown = "src/output/html/page/";
  const style = (kind) => read(`${shown}page.css`) + read(`${shown}${kind}.css`);
  const scripts = [between(html, "<script>", "</script>"),
    read(`${shown}report.js`), read(`${shown}shortlist.js`)];
  const styles = [between(html, "<style>", "</style>"),
    read("src/page/paper.css"), style("report"), style("shortlist")];
  return `default-src 'none'; script-src ${scripts.map(hash).join(" ")} ` +
    `'wasm-unsafe-eval'; worker-src blob:; style-src ${
      styles.map(hash).join(" ")}; img-src data:; base-uri 'none'; ` +
    "form-action 'none'";
};

const storage = /localStorage|sessionStorage|indexedDB|document\.cookie|\bcaches\b|CacheStorage|getDirectory\(|openDatabase|serviceWorker/;

export const theFile = () => {
  const html = read(file);
  const size = Buffer.byteLength(html);
  check("file: less than 2.5 MB", size < 2_500_000, `${size} bytes`);
  console.log(`file: ${size} bytes`);
  same("file: the policy, word for word",
    html.split("\n")[4].match(/content="([^"]*)"/)[1], policyOf(html));
  check("control: another script has another policy",
    policyOf(html.replace("<script>\"use strict\"",
      "<script> \"use strict\"")) !== policyOf(html));
  check("file: one script", html.split("<script>").length === 2);
  same("file: nothing that is fetched from elsewhere",
    html.match(/<script[^>]* src/g) || html.split('<script type="text/plain"')[0]
      .match(/<link|<img|<object|<embed|<base|@import|url\([^)]*/gi) || [], []);
  /* what README draws of the first screen stands on it */
  const drawn = [...read("README.md").matchAll(/^ {4}\|.*\|$/gm)]
    .flatMap(([line]) => [...line.matchAll(
      /\[([^\]]+)\]|[>#] ([^|.(]+?)(?=\.|\(| {2}|\|)/g)])
    .map(([, button, words]) => (button || words).trim()
      .replaceAll("'", "’"));
  check("file: README draws its first screen", drawn.length > 6, drawn.join());
  same("file: as it is", drawn.filter((words) => !html.includes(words)), []);
  check("file: no code that keeps anything", !storage.test(html),
    html.match(storage)?.[0]);
  check("control: code that does is found",
    storage.test(`${html} indexedDB.open("x")`));
};
