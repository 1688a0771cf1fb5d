/* Monday's page: the report for staff, also of 5,000 clients. */
import { check, open, parse, rapport, same, violations } from "./browser.mjs";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";

const read = (folder, name) =>
  parse(readFileSync(`${folder}/${name}`, "utf8"));

/* The cells of a sheet's column. */
const column = (folder, name, title) => {
  const [head, ...rows] = read(folder, name);
  return rows.map((row) => row[head.indexOf(title)]);
};

/* What counts as a row, whatever element it is. */
const rowCount = (page) =>
  page.locator("tr, li, details, [role=row]").count();

const few = async (page, name) => {
  const count = await rowCount(page);
  check(name, count <= 200, `${count} rows`);
};

const ids = (page, section) => page.locator(
  `#${section} .person .who strong`).allTextContents();

/* -- the first screen ---------------------------------------------------- */

/* Who has to be on it: everybody who needs a person, and urgent clients who
   wait, as far as they are few. */
const needed = (folder) => {
  const status = column(folder, "assignments.csv", "status");
  const tier = column(folder, "assignments.csv", "tier");
  return column(folder, "assignments.csv", "client_id").filter((_, k) =>
    status[k] === "human" || (tier[k] === "urgent" &&
      ["waitlist", "ineligible"].includes(status[k])));
};

const onScreen = (page) => page.evaluate(() =>
  [...document.querySelectorAll("#needs .who strong")].filter((each) => {
    const box = each.getBoundingClientRect();
    return box.width > 0 && box.top >= 0 && box.bottom <= innerHeight &&
      box.left >= 0 && box.right <= innerWidth;
  }).map((each) => each.textContent));

export const firstScreen = async (browser, folder, name, help = true) => {
  const { page, close } = await open(browser, `${folder}/report.html`,
    { viewport: { width: 1280, height: 800 } });
  const seen = await onScreen(page);
  const lost = needed(folder).filter((id) => !seen.includes(id));
  same(`${name}: who needs a person is on the first screen`, lost, []);
  same(`${name}: and nobody else`, seen.length, needed(folder).length);
  check(`${name}: each with a reason`, (await page.locator(
    "#needs .reason").allTextContents()).every((text) => text.length > 5));
  const bottom = (place) => page.evaluate((where) => Math.max(0,
    ...[...document.querySelectorAll(where)].map((each) =>
      each.getBoundingClientRect().bottom)), place);
  if (help) {
    check(`${name}: what would help stands there as well`,
      await bottom("#help li") <= 800 &&
      await page.locator("#help li").count() === 5,
      `${await page.locator("#help li").count()} sentences`);
  }
  if (seen.length > 0) {
    await page.evaluate(() => {
      document.querySelector("header").style.paddingTop = "900px";
    });
    check(`control: ${name}: what is below it is missed`,
      (await onScreen(page)).length < seen.length);
  }
  await close();
};

/* -- rows ---------------------------------------------------------------- */

const people = async (page, folder, name) => {
  const placed = column(folder, "assignments.csv", "therapist_id");
  const all = column(folder, "assignments.csv", "client_id");
  const status = column(folder, "assignments.csv", "status");
  const has = all.filter((_, k) => placed[k] !== "" || status[k] === "group");
  const waits = column(folder, "waitlist.csv", "client_id");

  for (const [section, list] of [["placed", has], ["waiting", waits]]) {
    if (list.length === 0) {
      same(`${name}: nobody is ${section}`,
        await page.locator(`#${section}`).count(), 0);
      continue;
    }
    same(`${name}: ${section}, in the order of the sheet`,
      await ids(page, section),
      list.slice(0, (await ids(page, section)).length));
    const search = page.locator(`#${section} input[type=search]`);
    if (await search.count() === 0) {
      same(`${name}: ${section}: all are there`, (await ids(page, section))
        .length, list.length);
      continue;
    }
    let lost = 0;
    const step = Math.max(1, Math.floor(list.length / 20));
    for (let k = 0; k < list.length; k += step) {
      await search.fill(list[k]);
      lost += !(await ids(page, section)).includes(list[k]);
    }
    same(`${name}: ${section}: anybody is found`, lost, 0);
    await search.fill("no such client anywhere");
    same(`${name}: ${section}: nobody else`, (await ids(page, section)).length,
      0);
    await search.fill("");
    const first = (await ids(page, section))[0];
    await page.locator(`#${section} button[data-step='1']`).click();
    check(`${name}: ${section}: further lines`,
      (await ids(page, section))[0] !== first);
    await page.locator(`#${section} button[data-step='-1']`).click();
  }
};

/* Wait for what a page does in its own time: ten seconds at most, and what it
   did not do until then the check that follows tells. */
const settled = async (done) => {
  for (let turn = 0; turn < 100 && !(await done()); turn += 1)
    await new Promise((resolve) => { setTimeout(resolve, 100); });
};

const paper = async (page, folder, name) => {
  const all = column(folder, "assignments.csv", "client_id").sort();
  const shown = async () => [...new Set((await Promise.all(["needs", "placed",
    "waiting"].map((section) => ids(page, section)))).flat())].sort();
  const before = await rowCount(page);

  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  same(`${name}: everybody is on paper`, await shown(), all);
  if (existsSync(`${folder}/schedule.csv`))
    same(`${name}: every week is on paper`,
      await page.locator("#week tbody tr").count(),
      new Set(column(folder, "schedule.csv", "therapist_id")).size);
  const rows = await page.evaluate(() => [...document.querySelectorAll(
    "section > .list table:not(.week)")].map((table) => table.tBodies[0].rows.length));
  const sheets = await page.evaluate(() => [...document.querySelectorAll(
    "section:has(> .list table:not(.week))")].map((section) =>
    section.querySelector(".files a").getAttribute("href")));
  sheets.forEach((file, k) => same(`${name}: all of ${file} is on paper`,
    rows[k], read(folder, file).length - 1));
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  same(`${name}: and on the screen as before`, await rowCount(page), before);
  await page.emulateMedia({ media: "print" });
  await settled(async () => (await shown()).length === all.length);
  same(`${name}: so it is where no event tells of printing`, await shown(),
    all);
  await page.emulateMedia({ media: "screen" });
  await settled(async () => await rowCount(page) === before);
};

/* -- the width of a sheet of paper --------------------------------------- */

/* What hangs over the edge, or is cut off by what it stands in. */
const overflowing = (page) => page.evaluate(() => {
  const bad = [];
  for (const each of document.querySelectorAll("body *")) {
    if (!each.checkVisibility() || each.closest("svg, .hidden-words, template"))
      continue;
    const box = each.getBoundingClientRect();
    const style = getComputedStyle(each);
    if (box.right > innerWidth + 1 || box.left < -1 ||
        (style.overflowX !== "visible" && each.scrollWidth >
          each.clientWidth + 1 && box.width > 1))
      bad.push(`${each.localName}.${each.className} ${Math.round(box.right)}`);
  }
  return bad;
});

export const sheetsOfPaper = async (browser, folder, name) => {
  /* A4 and Letter at 96 dots an inch, less a centimetre at each side */
  for (const [paperName, width] of [["A4", 718], ["Letter", 740]]) {
    const { page, close } = await open(browser, `${folder}/report.html`,
      { viewport: { width, height: 1000 } });
    await page.emulateMedia({ media: "print" });
    await page.waitForTimeout(20);
    const bad = await overflowing(page);
    check(`${name}: no column is cut on ${paperName}`, bad.length === 0,
      bad.slice(0, 3).join("; "));
    check(`${name}: heads are repeated on ${paperName}`, await page.evaluate(
      () => [...document.querySelectorAll(".list thead")].every((head) =>
        getComputedStyle(head).display === "table-header-group" &&
        [...head.querySelectorAll("button")].every((button) =>
          getComputedStyle(button).display === "contents"))));
    check(`${name}: no tools on ${paperName}`,
      !(await page.locator("nav").isVisible()) && await page.locator(
        "form.tools:visible, .pager:visible").count() === 0);
    await page.evaluate(() => {
      const cell = [...document.querySelectorAll(
        "section > .list table:not(.week) td")].find((each) =>
        each.checkVisibility()) || document.querySelector(".who");
      cell.style.whiteSpace = "nowrap";
      cell.textContent = "wide ".repeat(90);
    });
    check(`control: ${name}: a column that is cut is found`,
      (await overflowing(page)).length > 0);
    await close();
  }
};

/* -- keyboard, links ----------------------------------------------------- */

export const keyboardOfReport = async (browser, folder, name) => {
  const { page, close } = await open(browser, `${folder}/report.html`);
  const reached = new Set();
  let opened = false;
  for (let k = 0; k < 60; k += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const here = document.activeElement;
      return here.closest(".person") ? "person"
        : here.type === "search" ? "search" : here.localName;
    });
    reached.add(at);
    if (at === "person" && !opened) {
      await page.keyboard.press("Enter");
      opened = await page.evaluate(() =>
        document.activeElement.closest("details").open);
    }
  }
  check(`${name}: keys reach links, people and search`,
    ["a", "person", "search"].every((each) => reached.has(each)),
    [...reached].join(" "));
  check(`${name}: Enter opens a line`, opened);
  await page.keyboard.press("Shift+Tab");
  await close();
};

/* Where links lead, those of lines beside the page as well. */
const links = (folder, name) => {
  const html = readFileSync(`${folder}/report.html`, "utf8");
  const all = (attribute) => [...new Set([...html.matchAll(
    new RegExp(` ${attribute}="([^"]*)"`, "g"))].map((found) => found[1]))];
  const targets = all("href"), ids = all("id");
  same(`${name}: links lead somewhere`, targets.filter((target) =>
    target.startsWith("#") ? !ids.includes(target.slice(1))
      : !existsSync(`${folder}/${target}`)), []);
  for (const file of ["assignments.csv", "ranked.csv", "waitlist.csv",
    "workload.csv", "run.json"])
    check(`${name}: leads to ${file}`, targets.includes(file));
  same(`${name}: leads to every client's page`,
    targets.filter((each) => each.startsWith("shortlists/")).length,
    column(folder, "shortlists/map.csv", "file").length);
};

/* -- everything about somebody ------------------------------------------- */

const everything = async (page, folder, name) => {
  const [head, ...rows] = read(folder, "assignments.csv");
  const row = rows.find((each) => each[head.indexOf("because")] !== "");
  if (!row) return;
  const line = page.locator("#placed .person").filter({ has: page.locator(
    ".who strong", { hasText: new RegExp(`^${row[0]}$`) }) }).first();
  await line.locator("summary").click();
  const text = (await line.locator(".everything").textContent()).toLowerCase();
  for (const part of ["because", "but", "flags"])
    for (const reason of row[head.indexOf(part)].split("; ").filter(Boolean))
      check(`${name}: a line says ${part}`, text.includes(
        reason.toLowerCase()), reason);
  check(`${name}: and no name of a column`,
    !/therapist_id|only_obstacle|fee_min|lower_tier/.test(text));
  await line.locator("summary").click();

  /* A choice stands there with its price. */
  const [title, ...pairs] = read(folder, "ranked.csv");
  const at = (pair, cell) => pair[title.indexOf(cell)];
  const listed = await ids(page, "placed");
  const pair = pairs.find((one) => at(one, "status") === "choice" &&
    listed.includes(at(one, "client_id")) && at(one, "price") > 0);
  if (!pair) return;
  const choices = await page.locator("#placed .person").nth(listed.indexOf(
    at(pair, "client_id"))).locator(".choice").allTextContents();
  check(`${name}: a choice has its price`, choices.some((text) =>
    text.includes(at(pair, "therapist_id")) &&
    text.includes(`nobody loses a place; ${at(pair, "price")} points fewer`)),
  choices[0]);
};

/* The week: a line a therapist, with every row of schedule.csv in it. */
const week = async (page, folder, name) => {
  if (!existsSync(`${folder}/schedule.csv`) ||
      read(folder, "schedule.csv").length === 1) {
    same(`${name}: no week without hours`,
      await page.locator("#week").count(), 0);
    return;
  }
  const [title, ...rows] = read(folder, "schedule.csv");
  const at = (row, cell) => row[title.indexOf(cell)];
  const lines = await page.evaluate(() => {
    const rows = document.querySelector("#week [data-rows]");
    const rest = document.querySelector("#week template[data-rest]");
    return [...rows.children, ...(rest ? rest.content.children : [])].map(
      (row) => [row.querySelector("th bdi").textContent,
        [...row.querySelectorAll("td")].flatMap((day) =>
          [...day.querySelectorAll(".hour")].map((hour) =>
            `${day.querySelector(".day").textContent} ` +
            `${hour.querySelector(".time").textContent} ` +
            `${hour.querySelector(".mark")?.textContent ?? ""} ` +
            hour.querySelector(":scope > bdi").textContent))]);
  });
  const wanted = new Map();
  rows.forEach((row) => {
    const who = at(row, "therapist_id"), day = at(row, "day");
    wanted.set(who, [...(wanted.get(who) ?? []),
      `${day[0].toUpperCase()}${day.slice(1)} ${at(row, "begin")}–` +
      `${at(row, "end")} ${at(row, "week")} ${at(row, "client_id")}`]);
  });
  same(`${name}: the week is schedule.csv`, lines, [...wanted]);
};

export const report = async (browser, folder, name) => {
  const before = Date.now();
  const { page, close, seen } = await open(browser, `${folder}/report.html`);
  const clients = column(folder, "assignments.csv", "client_id").length;
  console.log(`${name}: ${clients} clients, opened in ` +
    `${Date.now() - before} ms`);

  await few(page, `${name}: at most 200 rows`);
  await week(page, folder, name);
  await people(page, folder, name);
  await few(page, `${name}: rows stay few`);
  await everything(page, folder, name);
  links(folder, name);
  await paper(page, folder, name);
  await few(page, `${name}: and after printing`);
  check(`${name}: no error`, seen.errors.length === 0, seen.errors[0]);
  check(`${name}: nothing is asked for`, seen.requests.length === 1);
  check(`${name}: no sideways scroll`, await page.evaluate(() =>
    document.documentElement.scrollWidth <= innerWidth));
  same(`${name}: charts are whole`, await page.evaluate(() =>
    [...document.querySelectorAll("figure, figure *")].filter((each) =>
      each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 1 &&
      !each.closest("thead")).length), 0);
  /* Negative control: a report that shows everything. */
  await page.evaluate(() => {
    const table = document.querySelector("tbody");
    for (let k = 0; k < 200; k += 1) table.insertRow();
  });
  check(`control: ${name}: too many rows are found`,
    await rowCount(page) > 200);
  await close();

  const still = await open(browser, `${folder}/report.html`,
    { javaScriptEnabled: false });
  await few(still.page, `${name}: no script: few rows`);
  check(`${name}: no script: people are there`,
    await still.page.locator(".person").count() >= Math.min(clients, 20));
  check(`${name}: no script: no box that could not work`, await still.page
    .locator("input[type=search]:visible").count() === 0);
  await still.close();
};

/* -- sorting ------------------------------------------------------------- */

export const sorting = async (browser, folder, name) => {
  const { page, close } = await open(browser, `${folder}/report.html`);
  const table = page.locator("#workload table");
  const heads = await table.locator("thead th").allTextContents();
  const fits = heads.indexOf("Clients who fit");
  const button = table.locator("thead button").nth(fits);
  await button.click();
  await button.click();
  same(`${name}: sorted by number`, Number(await table.locator(
    "tbody tr").first().locator("td").nth(fits - 1).textContent()),
  Math.max(...column(folder, "workload.csv", "eligible_clients").map(Number)));
  same(`${name}: the order is told`, await table.locator("thead th").nth(fits)
    .getAttribute("aria-sort"), "descending");
  await close();
};

/* -- small clinics ------------------------------------------------------- */

const clinicOf = (scratch, name, therapists, clients) => {
  const folder = `${scratch}/${name}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/therapists.csv`, `${therapists.join("\n")}\n`);
  writeFileSync(`${folder}/clients.csv`, `${clients.join("\n")}\n`);
  return [`${folder}/therapists.csv`, `${folder}/clients.csv`];
};

const numbers = (count) => Array.from({ length: count }, (_, k) => k + 1);

/* One client; nobody but crises; names that are long, beside a run that asked
   nothing; last week's run kept. */
export const otherClinics = async (browser, scratch) => {
  const run = (name, clinic, ...words) => {
    const out = `${scratch}/${name}/out${words.length}`;
    rapport("match", "--quiet", "--pages", ...words, "--out", out, ...clinic);
    return out;
  };
  const tiny = run("tiny", clinicOf(scratch, "tiny",
    ["therapist_id,openings", "T1,1"], ["client_id,name", "A1,Zoë Quinn"]));
  await report(browser, tiny, "one client");
  await firstScreen(browser, tiny, "one client", false);

  const hours = new URL("../golden/prescribers-hours/", import.meta.url)
    .pathname;
  const policy = `${scratch}/hours.csv`;
  writeFileSync(policy, "setting,value\nhours,1\n");
  const promised = run("hours", [`${hours}therapists.csv`,
    `${hours}clients.csv`], "--policy", policy, "--groups",
  `${hours}groups.csv`, "--today", "2026-11-05");
  check("hours are promised", existsSync(`${promised}/schedule.csv`));
  await report(browser, promised, "a week with hours");
  const one = await open(browser, `${tiny}/report.html`);
  check("one client: the name beside the id",
    (await one.page.locator("#placed .who").textContent())
      .includes("A1 Zoë Quinn"));
  check("one client: that nobody needs a person is said",
    (await one.page.textContent("#needs")).includes("Nobody"));
  await one.close();

  const crisis = run("crisis", clinicOf(scratch, "crisis",
    ["therapist_id,openings", "T1,1"], ["client_id,urgency,concerns",
      ...numbers(30).map((k) => k % 3 ? `A${k},crisis,Depression`
        : `A${k},routine,self-harm`)]));
  await report(browser, crisis, "nobody but crises");
  await firstScreen(browser, crisis, "nobody but crises", false);
  const all = await open(browser, `${crisis}/report.html`);
  same("nobody but crises: those come first", (await all.page.locator(
    "#needs .badge").allTextContents()).slice(0, 20), Array(20).fill(
    "In crisis"));
  await all.close();

  const long = "Maximiliane-Friederike von Hohenlohe-Waldenburg" +
    "W".repeat(70);
  const clinic = clinicOf(scratch, "long",
    ["therapist_id,name,openings", ...numbers(9).map((k) =>
      `T${k},${k % 2 ? long : "Li"} ${k},${k % 4}`)],
    ["client_id,name,urgency", ...numbers(40).map((k) =>
      `A${"1".repeat(k)},${k % 2 ? long : "Bo"} ${k},` +
      `${k % 5 ? "soon" : "urgent"}`)]);
  const asked = run("long", clinic);
  for (const [name, folder] of [["long names", asked],
    ["nothing asked", run("long", clinic, "--analyses", "none")]]) {
    await report(browser, folder, name);
    await sheetsOfPaper(browser, folder, name);
  }
  const fewer = clinicOf(scratch, "fewer",
    ["therapist_id,name,openings", ...numbers(9).map((k) =>
      `T${k},Therapist ${k},${k === 1 ? 0 : k % 4}`)],
    readFileSync(clinic[1], "utf8").trim().split("\n"));
  const kept = run("fewer", fewer, "--keep", asked);
  const since = await open(browser, `${kept}/report.html`);
  const moved = column(kept, "moved.csv", "client_id").length;
  check("kept: some were moved", moved > 0);
  same("kept: since last time, who was moved", await since.page.locator(
    "#moved tbody tr").count(), moved);
  check("kept: how many stay", (await since.page.textContent("#moved"))
    .includes("therapist of the last run"));
  const broken = await violations(since.page);
  check("kept: no violation", broken.length === 0, broken.join("; "));
  await since.close();
};
