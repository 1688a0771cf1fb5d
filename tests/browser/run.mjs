/* run.mjs: the pages in a real browser.
 *
 * usage: node tests/browser/run.mjs [PART ...]     (from the root, after make)
 *
 * The parts are small, demo, large, clinics, hostile and overflow; all of them
 * without a word.
 * RAPPORT_BUILD names the build folder, RAPPORT_CHROMIUM the browser.
 */
import { build, check, launch, parse, rapport, tally } from "./browser.mjs";
import * as pages from "./shortlist.mjs";
import { hostile, policy } from "./safety.mjs";
import { overflow } from "./overflow.mjs";
import { firstScreen, keyboardOfReport, otherClinics, report, sheetsOfPaper,
  sorting } from "./report.mjs";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const scratch = mkdtempSync(join(tmpdir(), "rapport-browser-"));

/* The page with the most therapists. */
const fullest = (out) => {
  const map = parse(readFileSync(`${out}/shortlists/map.csv`, "utf8"));
  const sizes = map.slice(1).map(([client, file]) => {
    const path = `${out}/shortlists/${file}`;
    return { client, path, cards: readFileSync(path, "utf8")
      .split("<li data-therapist").length };
  });
  return sizes.sort((a, b) => b.cards - a.cards)[0];
};

const generate = (name, clients, therapists, supply) => {
  const folder = join(scratch, name);
  execFileSync(`${build}/generate`, ["--clients", clients, "--therapists",
    therapists, "--supply", supply, "--out", folder], { stdio: "ignore" });
  return [`${folder}/therapists.csv`, `${folder}/clients.csv`];
};

const small = async (browser) => {
  const clinic = generate("small", "300", "60", "2.5");
  const out = join(scratch, "small", "out");
  rapport("match", "--quiet", "--pages", "--out", out, ...clinic);
  const { client, path } = fullest(out);
  await pages.agreement(browser, clinic, client, path, scratch);
  await pages.behaviour(browser, path);
  await pages.folding(browser, path);
  await pages.mine(browser, path);
  await pages.keyboard(browser, path);
  await pages.noScript(browser, path);
  await pages.print(browser, path);
  for (const [name, file] of [["shortlist", path],
    ["report", `${out}/report.html`]]) {
    await pages.dark(browser, file, name);
    await pages.narrow(browser, file, name);
    await pages.targets(browser, file, name);
    await pages.access(browser, file, name);
    await policy(browser, file, name);
  }
  await report(browser, out, "small report");
  await sorting(browser, out, "small report");
};

const demo = async (browser) => {
  const out = join(scratch, "demo");
  rapport("match", "--quiet", "--pages", "--page-full", "--out", out,
    "datasets/demo/therapists.csv", "datasets/demo/clients.csv");
  await pages.access(browser, fullest(out).path, "demo shortlist");
  await pages.narrow(browser, fullest(out).path, "demo shortlist");
  await report(browser, out, "demo report");
  await firstScreen(browser, out, "demo report");
  await sheetsOfPaper(browser, out, "demo report");
  await keyboardOfReport(browser, out, "demo report");
};

const large = async (browser) => {
  const clinic = generate("large", "5000", "300", "1.1");
  const out = join(scratch, "large", "out");
  /* what else there is takes a minute or two where 800 wait, and is in the
   * other reports */
  rapport("match", "--quiet", "--pages", "--analyses",
    "margins,unknowns,choices,prices,envy", "--out", out, ...clinic);
  await report(browser, out, "large report");
};

const browser = await launch();
try {
  for (const [name, part] of Object.entries({ small, demo, large,
    clinics: (one) => otherClinics(one, scratch),
    hostile: (one) => hostile(one, scratch),
    overflow: (one) => overflow(one, scratch) })) {
    const before = Date.now();
    if (process.argv.length > 2 && !process.argv.includes(name)) continue;
    await part(browser).catch((error) => check(name, false, error.stack));
    console.log(`${name}: ${Math.round((Date.now() - before) / 1000)} s`);
  }
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`browser: ${tally.passed} passed, ${tally.failed} failed`);
process.exitCode = tally.failed > 0 ? 1 : 0;
