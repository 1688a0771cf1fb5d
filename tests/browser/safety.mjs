/* Nothing of the input is markup, nothing else runs, nothing is requested. */
import { check, open, parse, rapport, same } from "./browser.mjs";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/* -- policy -------------------------------------------------------------- */

const hashes = (html) => ["style", "script"].map((tag) => {
  const text = html.split(`<${tag}>`)[1].split(`</${tag}>`)[0];
  const hash = createHash("sha256").update(text).digest("base64");
  return `${tag}-src 'sha256-${hash}'`;
});

export const policy = async (browser, file, name) => {
  const html = readFileSync(file, "utf8");
  const written = html.match(/Content-Security-Policy" content="([^"]*)"/)[1]
    .replaceAll("&#39;", "'");
  check(`${name}: policy forbids by default`,
    written.startsWith("default-src 'none'"));
  for (const hash of hashes(html))
    check(`${name}: policy has ${hash.split(" ")[0]}`,
      written.includes(hash));
  check(`control: ${name}: another script has another hash`,
    !written.includes(hashes(html.replace('"use strict";', '"use strict"; '))
      [1]));

  const { page, close, seen } = await open(browser, file);
  same(`${name}: asks for itself alone`, seen.requests,
    [pathToFileURL(file).href]);
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "globalThis.ran = true";
    document.body.append(script);
    const image = document.createElement("img");
    image.src = "x.png";
    document.body.append(image);
    return globalThis.ran === true;
  });
  check(`${name}: a script that came later does not run`, !ran);
  await page.waitForTimeout(50);
  check(`${name}: the browser refused it`,
    seen.errors.some((error) => /Content Security Policy/.test(error)));
  await close();

  const free = await open(browser, file, { bypassCSP: true });
  await free.page.evaluate(() => {
    const image = document.createElement("img");
    image.src = "x.png";
    document.body.append(image);
    const script = document.createElement("script");
    script.textContent = "globalThis.ran = true";
    document.body.append(script);
  });
  await free.page.waitForTimeout(50);
  check(`control: ${name}: without the policy it would run, and be seen`,
    free.seen.requests.length > 1 &&
    await free.page.evaluate(() => globalThis.ran === true));
  await free.close();
};

/* -- hostile strings ----------------------------------------------------- */

const seeds = readFileSync(new URL("hostile.txt", import.meta.url), "utf8")
  .split("\n").filter(Boolean);

/* Each seed as it is, and within what it might break out of. */
export const strings = seeds.flatMap((seed) =>
  [seed, `"${seed}`, `'>${seed}`, `</script>${seed}`, `</title>${seed}`,
    `--> ${seed}`, `{{${seed}}}`, `{{{data}}} ${seed}`]);

const quote = (text) => `"${text.replaceAll('"', '""')}"`;
const plain = (text) => text.replace(/[;|,\n\r:]/g, " ").replace(/[!?\s]+$/, "")
  .trim() || "x";

const ROUND = 190; /* therapists: all of them have room on one page */

/* A clinic whose every text is hostile; all may meet. */
const hostileClinic = (folder, strings) => {
  mkdirSync(folder, { recursive: true });
  const lists = ["specialties", "modalities", "sites", "licensed_in",
    "languages", "insurance", "gender", "ethnicity", "faith", "populations",
    "values"];
  let turn = 0;
  const next = () => strings[turn++ % strings.length];
  const rows = [`therapist_id,name,openings,${lists},fee`];
  for (let k = 0; k < strings.length; k += 1)
    rows.push([quote(`${plain(next())} t${k}`), quote(strings[k]), "3",
      ...lists.map(() => quote(`${plain(next())};${plain(next())}`)),
      String(50 + k % 90)].join(","));
  writeFileSync(`${folder}/therapists.csv`, `${rows.join("\n")}\n`);
  const clients = ["client_id,want_ethnicity,want_values"];
  for (let k = 0; k < 8; k += 1)
    clients.push([quote(`${plain(strings[k * 13 % strings.length])} c${k}`),
      quote(plain(next())), quote(plain(next()))].join(","));
  writeFileSync(`${folder}/clients.csv`, `${clients.join("\n")}\n`);
  return [`${folder}/therapists.csv`, `${folder}/clients.csv`];
};

const allowed = {
  shortlist: ["html", "head", "meta", "title", "style", "body", "a", "header",
    "h1", "h2", "h3", "h4", "p", "span", "div", "search", "details",
    "section", "summary", "form", "label", "input", "select", "option", "fieldset",
    "legend", "button", "main", "ol", "li", "article", "bdi", "dl", "dt", "dd",
    "ul", "br", "footer", "script"],
  report: ["html", "head", "meta", "title", "style", "body", "a", "header",
    "nav", "h1", "h2", "h3", "p", "strong", "span", "div", "main", "section", "dl",
    "dt", "dd", "figure", "caption", "svg", "rect", "details", "summary",
    "table", "thead", "tbody", "tr", "th", "td", "bdi", "form", "label",
    "input", "button", "ul", "ol", "li", "br", "template", "script"],
};

/* What is on a page that only a string of the input can have brought. */
const foreign = (page, kind) => page.evaluate(([tags]) => {
  const bad = [];
  const names = ["onerror", "srcdoc", "formaction"];
  /* lines beside the page as well */
  const roots = [document, ...[...document.querySelectorAll("template")].map(
    (each) => each.content)];
  const leads = /^(#|shortlists\/[\w.~-]+\.html$|[a-z]+\.(csv|json)$)/;
  for (const element of roots.flatMap((root) =>
    [...root.querySelectorAll("*")])) {
    if (!tags.includes(element.localName)) bad.push(element.localName);
    for (const { name, value } of element.attributes)
      if (name.startsWith("on") || names.includes(name) ||
          (name === "href" && !leads.test(value)) || name === "src")
        bad.push(`${element.localName} ${name}`);
  }
  const scripts = document.querySelectorAll("script").length;
  if (scripts !== 2) bad.push(`${scripts} scripts`);
  if (globalThis.hit !== undefined) bad.push("a script ran");
  return bad;
}, [allowed[kind]]);

/* All pages of a clinic; what is wrong with them, and the names they show. */
const visit = async (browser, out) => {
  const map = parse(readFileSync(`${out}/shortlists/map.csv`, "utf8"));
  const names = new Set();
  let wrong = [];
  same("hostile: a page for each client", map.length, 9);
  check("hostile: file names are plain", map.slice(1).every((row) =>
    /^[A-Z2-7]{8,}\.html$/.test(row[1])));
  for (const [, file] of map.slice(1)) {
    const { page, close, seen } = await open(browser,
      `${out}/shortlists/${file}`);
    wrong = wrong.concat(await foreign(page, "shortlist"), seen.errors,
      seen.dialogs ? ["a dialog"] : [], seen.requests.slice(1));
    (await page.locator("h3").allTextContents()).forEach((name) =>
      names.add(name.trim()));
    await close();
  }
  check("hostile: shortlists hold no foreign markup", wrong.length === 0,
    wrong.slice(0, 3).join("; "));
  return { names, file: `${out}/shortlists/${map[1][1]}` };
};

/* As a page shows it: what cannot be seen is dropped when a sheet is read, and
   control characters stand for themselves no more. */
const visible = (text) => text
  .replace(/[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064]/g, "")
  .replace(/[\u2066-\u2069\ufeff]/g, "")
  .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "\ufffd").trim();

const round = async (browser, scratch, first) => {
  const some = strings.slice(first, first + ROUND);
  const folder = `${scratch}/hostile-${first}`, out = `${folder}/out`;
  rapport("match", "--quiet", "--pages", "--page-top", "200", "--page-full",
    "--page-scores", "--out", out, ...hostileClinic(folder, some));
  const { names, file } = await visit(browser, out);
  const lost = some.map(visible).filter((name) => !names.has(name));
  check("hostile: names are shown as they are", lost.length === 0,
    `${lost.length} are not: ${lost[0]}`);
  const report = await open(browser, `${out}/report.html`);
  const wrong = (await foreign(report.page, "report"))
    .concat(report.seen.errors);
  check("hostile: the report holds no foreign markup", wrong.length === 0,
    wrong.slice(0, 3).join("; "));
  await report.close();

  /* Negative control: one string that is not escaped. */
  const html = readFileSync(file, "utf8");
  writeFileSync(`${out}/raw.html`, html.replace("<h3>",
    "<h3><img src=x onerror='globalThis.hit = 1'>"));
  const raw = await open(browser, `${out}/raw.html`);
  check("control: markup from the input is found",
    (await foreign(raw.page, "shortlist")).length > 0);
  await raw.close();
};

export const hostile = async (browser, scratch) => {
  check("hostile: several hundred strings", strings.length > 300,
    String(strings.length));
  for (let first = 0; first < strings.length; first += ROUND)
    await round(browser, scratch, first);
};
