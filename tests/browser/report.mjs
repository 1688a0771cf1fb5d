/* The report for staff, also of 5,000 clients. */
import { check, open, parse, same } from "./browser.mjs";
import { readFileSync } from "node:fs";

const rowCount = (page) => page.locator("tr").count();

export const report = async (browser, folder, name) => {
  const file = `${folder}/report.html`;
  const before = Date.now();
  const { page, close, seen } = await open(browser, file);
  const opened = Date.now() - before;
  const sheet = parse(readFileSync(`${folder}/assignments.csv`, "utf8"));
  const ids = sheet.slice(1).map((row) => row[0]);
  const body = page.locator("table[data-table=assignments] tbody tr");
  const search = page.locator("section#assignments input[type=search]");

  for (const table of ["assignments", "waitlist", "workload"])
    same(`${name}: ${table} has a search box of its own`,
      await page.locator(`section:has(table[data-table=${table}]) ` +
        "input[type=search]").count(), 1);
  check(`${name}: at most 200 rows`, await rowCount(page) <= 200,
    String(await rowCount(page)));
  let lost = 0;
  const step = Math.max(1, Math.floor(ids.length / 40));
  for (let k = 0; k < ids.length; k += step) {
    await search.fill(ids[k]);
    const found = await body.locator("th").allTextContents();
    lost += !found.includes(ids[k]);
  }
  same(`${name}: finds any client`, lost, 0);
  const searched = await page.evaluate(() => {
    const box = document.querySelector("section#assignments input");
    const start = performance.now();
    box.value = "no such client anywhere";
    box.dispatchEvent(new Event("input", { bubbles: true }));
    return Math.round(performance.now() - start);
  });
  console.log(`${name}: ${ids.length} clients, opened in ${opened} ms, ` +
    `searched in ${searched} ms`);
  await search.fill("no such client anywhere");
  same(`${name}: finds nobody else`, await body.count(), 0);
  await search.fill("");
  check(`${name}: rows stay few`, await rowCount(page) <= 200);

  const heads = await page.locator(
    "table[data-table=assignments] thead th").allTextContents();
  const score = heads.indexOf("score");
  const button = page.locator(
    "table[data-table=assignments] thead button").nth(score);
  const best = Math.max(...sheet.slice(1).map((row) =>
    Number(row[sheet[0].indexOf("score")])));
  await button.click();
  await button.click();
  same(`${name}: sorted by score`, Number(await body.first()
    .locator("td").nth(score - 1).textContent()), best);
  same(`${name}: the order is told`, await page.locator(
    "table[data-table=assignments] thead th").nth(score)
    .getAttribute("aria-sort"), "descending");
  const first = await body.first().textContent();
  const next = page.locator(
    "section#assignments button[data-step='1']");
  if (await next.isVisible()) {
    await next.click();
    check(`${name}: further rows`, await body.first().textContent() !== first);
  }
  check(`${name}: no error`, seen.errors.length === 0, seen.errors[0]);
  check(`${name}: figures have words`,
    await page.locator("svg[role=img]").count() >= 3 &&
    await page.locator("svg[role=img]:not(:has(desc))").count() === 0);
  /* Negative control: a report that shows everything. */
  await page.evaluate(() => {
    const table = document.querySelector("tbody");
    for (let k = 0; k < 200; k += 1) table.insertRow();
  });
  check(`control: ${name}: too many rows are found`,
    await rowCount(page) > 200);
  await close();

  const still = await open(browser, file, { javaScriptEnabled: false });
  const text = await still.page.textContent("main");
  same(`${name}: no script: the first 200 rows`, await still.page.locator(
    "table[data-table=assignments] tbody tr").count(),
  Math.min(200, ids.length));
  check(`${name}: no script: headline figures`,
    text.includes("Clients") && text.includes(String(ids.length)));
  for (const each of ["assignments.csv", "ranked.csv", "waitlist.csv"])
    check(`${name}: no script: names ${each}`, text.includes(each));
  check(`${name}: no script: no box that could not work`,
    !(await still.page.locator("input[type=search]").first().isVisible()));
  await still.close();
};
