/* Result files of the page are those of the program, byte for byte. */
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync,
  readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { build, check, same } from "../browser/browser.mjs";
import { give, match, open, saved, unzip } from "./page.mjs";

const program = resolve(`${build}/rapport`);

/* Every file at and below a folder. */
const collect = (folder, prefix = "") => readdirSync(folder).sort()
  .flatMap((name) => statSync(join(folder, name)).isDirectory()
    ? collect(join(folder, name), `${prefix}${name}/`)
    : [[prefix + name, readFileSync(join(folder, name))]]);

/* What the program makes of the same files under the same names. */
export const native = (scratch, sheets) => {
  const folder = mkdtempSync(join(scratch, "native-"));
  for (const path of Object.values(sheets).flat())
    copyFileSync(path, join(folder, path.split("/").at(-1)));
  const words = Object.entries(sheets)
    .filter(([input]) => !["therapists", "clients", "photos"].includes(input))
    .flatMap(([input, [path]]) => [`--${input}`, path.split("/").at(-1)]);
  const given = ["--pages", ...(String(execFileSync(program, ["help", "match"]))
    .includes("--xlsx") ? ["--xlsx"] : [])];
  const rosters = [sheets.therapists, sheets.clients].filter(Boolean)
    .map(([path]) => path.split("/").at(-1));
  execFileSync(program, ["match", ...given, ...words, "--out", "out", "--",
    ...rosters], { cwd: folder, stdio: "ignore" });
  return new Map(collect(join(folder, "out")));
};

/* Parts of a workbook are compared, not how they are packed. */
const partsOf = (scratch, bytes) => {
  const folder = mkdtempSync(join(scratch, "book-"));
  execFileSync("python3", ["-c", `import io, sys, zipfile
zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())).extractall(sys.argv[1])`,
  folder], { input: bytes });
  return collect(folder).map(([name, part]) => `${name} ${part.toString("hex")}`)
    .join("\n");
};

export const compare = (scratch, title, mine, expected) => {
  same(`${title}: the same files`, [...mine.keys()].sort(),
    [...expected.keys()].sort());
  for (const [name, bytes] of expected) {
    const own = mine.get(name);
    check(`${title}: ${name}`, own && (own.equals(bytes) ||
      (name.endsWith(".xlsx") &&
        partsOf(scratch, own) === partsOf(scratch, bytes))),
    own ? `${own.length} bytes, expected ${bytes.length}` : "missing");
  }
};

const pair = (folder, names = ["therapists.csv", "clients.csv"]) => ({
  therapists: [`${folder}/${names[0]}`], clients: [`${folder}/${names[1]}`] });

/* Sheets as people keep them; a map where there is one. */
const awkward = () => [...["aliases", "comma-lists", "excel-semicolon",
  "mac-cr", "roster", "shuffled", "utf16", "small/plain", "small/windows-1252",
  "small/yes-no"].map((name) => `datasets/awkward/${name}`)]
  .filter((folder) => existsSync(`${folder}/therapists.csv`))
  .map((folder) => [folder, { ...pair(folder),
    ...(existsSync(`${folder}/map.csv`) ? { map: [`${folder}/map.csv`] } : {}) }]);

const golden = ["match", "available", "answers-started", "pages-people"];

const goldens = () => golden.map((name) => [`tests/golden/${name}`, name])
  .filter(([folder]) => existsSync(`${folder}/therapists.csv`) &&
    existsSync(`${folder}/clients.csv`))
  .map(([folder, name]) => {
    const photos = readdirSync(folder).filter((each) =>
      /\.(png|jpe?g)$/.test(each)).map((each) => `${folder}/${each}`);
    const extra = Object.fromEntries(["answers", "clinic", "cleared"]
      .filter((input) => existsSync(`${folder}/${input}.csv`))
      .map((input) => [input, [`${folder}/${input}.csv`]]));
    return [name, { ...pair(folder), ...extra,
      ...(photos.length ? { photos } : {}) }];
  });

/* The demo as workbooks: one each, and one of both; only where the program
   reads them. */
const workbooks = (scratch) => {
  const book = `${build}/tests/as_workbook`;
  if (!existsSync(book)) return [];
  const folder = mkdtempSync(join(scratch, "books-"));
  const parts = ["therapists", "clients"].map((name) =>
    `${name}=datasets/demo/${name}.csv`);
  for (const [name, sheets] of [["therapists", [parts[0]]],
    ["clients", [parts[1]]], ["clinic", parts]])
    execFileSync(book, [join(folder, `${name}.xlsx`), ...sheets]);
  return [["two workbooks", pair(folder, ["therapists.xlsx", "clients.xlsx"])],
    ["one workbook of both", { therapists: [join(folder, "clinic.xlsx")] }]];
};

/* Every other sheet that the demo has, by the option that is called so. */
const beside = (folder) => Object.fromEntries(readdirSync(folder)
  .filter((name) => /\.csv$/.test(name))
  .map((name) => [name.slice(0, -4), [`${folder}/${name}`]])
  .filter(([name]) => !["therapists", "clients"].includes(name)));

const forms = () => ["form", { ...pair("datasets/forms",
  ["therapists.csv", "clients.csv"]) }];

const generated = (scratch) => {
  const folder = join(scratch, "generated");
  if (!existsSync(folder)) {
    mkdirSync(folder);
    execFileSync(`${build}/generate`, ["--clients", "500", "--therapists",
      "120", "--out", folder], { stdio: "ignore" });
  }
  return ["500 clients, 120 therapists", pair(folder)];
};

export const results = async ({ browser, downloads, scratch, network }) => {
  const cases = [["demo", pair("datasets/demo")],
    ["form and roster", { therapists: ["datasets/forms/roster.csv"],
      clients: ["datasets/forms/form.csv"], map: ["datasets/forms/map.csv"] }],
    ["demo with all its sheets", { ...pair("datasets/demo"),
      ...beside("datasets/demo") }],
    forms(), ...workbooks(scratch), ...awkward(), ...goldens(), generated(scratch)];
  network.forget();
  for (const [name, sheets] of cases) {
    const title = `${browser.name}: ${name}`;
    try {
      await open(browser);
      await give(browser, sheets);
      const time = await match(browser);
      if (/^demo$|^500/.test(name)) console.log(`${title}: ${time} ms`);
      const zip = await saved(browser, downloads, "save-zip");
      /* an archive for others, too: Python's own reader finds no fault */
      same(`${title}: the .zip is one`, String(execFileSync("python3",
        ["-m", "zipfile", "-t", zip])).trim(), "Done testing");
      compare(scratch, title, unzip(zip), native(scratch, sheets));
    } catch (error) {
      check(title, false, error.stack);
    }
  }
  same(`${browser.name}: nothing was asked of the network`, network.asked(),
    []);
};
