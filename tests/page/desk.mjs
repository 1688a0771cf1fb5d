/* The page as intake staff meet it: answers that last, people who need a
 * person, what may not be left out, and what is said before it is too late. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, check, rapport, same } from "../browser/browser.mjs";
import { give, isShown, match, open, press, saved, until, unzip, wait }
  from "./page.mjs";

const textOf = (id) => document.getElementById(id).textContent;
const therapists = `therapist_id,name,openings,specialties,formats,conflicts
T1,Ana Ruiz,1,Anxiety; Depression,video,
T2,Łukasz Brzeżański,2,Depression,video; in_person,
`;
const clients = `Your name,What brings you here?,How soon do you need to be seen?,Which therapist would you rather not see?,Have you had thoughts of suicide or of harming yourself?,Who is this for?
Ada Hill,anxious about my exams,suicidal,,No,Myself
Ben Low,Depression,No rush,Mr. Brzezanski,No,Myself
Cy Moor,new worries,No rush,,No,Myself
`;

/* Answer as a person: the box of a content, or of a whole column. */
const answer = (browser, content, to) => browser.evaluate(([what, value]) => {
  const box = [...document.querySelectorAll("#meaning-rows tbody tr")]
    .find((row) => (row.cells[2].textContent || row.cells[1].textContent) ===
      what).querySelector("input, select");
  box.value = value;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}, [content, to]);

const rowOf = (browser, content) => browser.evaluate((what) => {
  const row = [...document.querySelectorAll("#meaning-rows tbody tr")]
    .find((each) => (each.cells[2].textContent || each.cells[1].textContent) ===
      what);
  return row && { options: [...row.querySelectorAll("option")]
    .map((each) => each.value), value: row.querySelector("input, select").value,
  told: row.querySelector(".told").textContent,
  buttons: [...row.querySelectorAll("button:not([hidden])")]
    .map((each) => each.textContent) };
}, content);

const told = (browser, content, words) => until(browser, `${content}: ${words}`,
  ([what, expected]) => [...document.querySelectorAll(
    "#meaning-rows tbody tr")].some((row) => row.cells[2].textContent === what &&
    row.querySelector(".told").textContent.includes(expected)),
  [content, words], 20);

const idle = async (browser) => {
  await wait(600);
  await until(browser, "the sheets to be read", () =>
    document.getElementById("working").hidden &&
    !document.getElementById("found").hidden);
  await wait(600);
};

const sheets = (scratch, name, ownClients = clients) => {
  const folder = join(scratch, name);
  mkdirSync(folder, { recursive: true });
  const paths = { therapists: [join(folder, "t.csv")],
    clients: [join(folder, "c.csv")] };
  writeFileSync(paths.therapists[0], therapists);
  writeFileSync(paths.clients[0], ownClients);
  return paths;
};

const oneSheet = async (browser, scratch) => {
  const own = sheets(scratch, "one");
  await open(browser);
  await give(browser, { therapists: own.therapists });
  await wait(500);
  check(`${browser.name}: one sheet is not checked, and the other is asked for`,
    await browser.evaluate(() => document.getElementById("found").hidden &&
      document.getElementById("meaning").hidden &&
      document.getElementById("next-sheet").textContent
        .includes("Now choose the clients’ sheet")));
  const book = `${build}/tests/as_workbook`;
  if (!existsSync(book)) return;
  const path = join(scratch, `only-${browser.name}.xlsx`);
  for (const [tabs, both] of [[["therapists=datasets/demo/therapists.csv"],
    false], [["therapists=datasets/demo/therapists.csv",
    "clients=datasets/demo/clients.csv"], true]]) {
    execFileSync(book, [path, ...tabs]);
    await open(browser);
    await give(browser, { therapists: [path] });
    await wait(2000);
    same(`${browser.name}: a workbook of ${tabs.length} is in both boxes`,
      await browser.evaluate(() =>
        !document.querySelector('[data-chosen="clients"]').hidden), both);
  }
};

const answers = async (browser, scratch) => {
  const own = sheets(scratch, `answers-${browser.name}`);
  await open(browser);
  await give(browser, own);
  await idle(browser);
  check(`${browser.name}: columns that are not used are named`,
    /will not be used: .*Who is this for\?/.test(
      await browser.evaluate(textOf, "meaning-unused")));
  const grave = await rowOf(browser, "suicidal");
  check(`${browser.name}: words of danger cannot be left out`, grave &&
    (!grave.options.includes("") && grave.options.includes("crisis") &&
      !grave.buttons.includes("Leave it out")), JSON.stringify(grave));
  const rush = await rowOf(browser, "No rush");
  same(`${browser.name}: urgency is chosen`, rush.options.filter((each) =>
    !["?", ""].includes(each)), ["routine", "soon", "urgent", "crisis"]);
  const avoided = await rowOf(browser, "Mr. Brzezanski");
  check(`${browser.name}: whom to avoid is a choice of people, with the likely one`,
    avoided.options.includes("T2") && !avoided.buttons.includes("Leave it out") &&
    avoided.buttons.some((each) => /^Use “T2/.test(each)),
    JSON.stringify(avoided));
  const before = await browser.evaluate(textOf, "meaning-count");
  await answer(browser, "No rush", "routine");
  await told(browser, "No rush", "Accepted");
  const after = await browser.evaluate(textOf, "meaning-count");
  check(`${browser.name}: answers are counted`, /^0 of \d+ answered/.test(before) &&
    after === before.replace("0", "1"), `${before} ${after}`);
  const understood = await rowOf(browser, "anxious about my exams");
  same(`${browser.name}: what was understood is one press away`,
    understood.buttons.filter((each) => /^Use/.test(each)), ["Use “Anxiety”"]);
  await browser.evaluate(() => [...document.querySelectorAll("#meaning-rows " +
    "button")].find((each) => each.textContent === "Use “Anxiety”").click());
  await told(browser, "anxious about my exams", "Accepted");
  /* the sheet again, under another name, with one more client */
  const more = sheets(scratch, `more-${browser.name}`, `${clients
  }Di Ng,old worries,No rush,,No,Myself\n`);
  await give(browser, { clients: more.clients });
  await idle(browser);
  same(`${browser.name}: answers stay when a sheet is chosen again`,
    [(await rowOf(browser, "No rush")).value,
      (await rowOf(browser, "anxious about my exams")).value],
    ["routine", "Anxiety"]);
  check(`${browser.name}: what is new is asked`,
    (await rowOf(browser, "old worries")) !== undefined);
  const offered = (await rowOf(browser, "old worries")).options;
  check(`${browser.name}: all concerns that are built in can be chosen`,
    ["Bulimia", "Panic and agoraphobia", "Depression"].every((each) =>
      offered.includes(each)), offered.slice(0, 9).join());
  await answer(browser, "Who is this for?", "client_type");
  /* at once: what is asked of the column is not lost by it */
  await answer(browser, "old worries", "Anxiety");
  await until(browser, "questions about it", () => [...document.querySelectorAll(
    "#meaning-rows tbody tr")].some((row) =>
    row.cells[2].textContent === "Myself"), null, 20);
  await idle(browser);
  check(`${browser.name}: a column that means something else asks anew`,
    (await rowOf(browser, "Myself")).options.includes("individual"));
  await answer(browser, "What brings you here?", "");
  await idle(browser);
  check(`${browser.name}: and what was asked before is gone`,
    !(await rowOf(browser, "new worries")));
};

const danger = async (browser, scratch, downloads) => {
  await open(browser);
  await give(browser, sheets(scratch, `danger-${browser.name}`,
    clients.replace("suicidal", "routine").replaceAll("No rush", "soon")
      .replace("Mr. Brzezanski", "T2")));
  await idle(browser);
  const ask = (value) => browser.evaluate((each) => document.querySelector(
    `.danger input[value="${each}"]`).click(), value);
  await ask("");
  await idle(browser);
  const line = (id) => browser.evaluate((each) => {
    const one = document.getElementById(each);
    return one.hidden ? "" : one.textContent;
  }, id);
  check(`${browser.name}: a question about danger that is left out stays in red`,
    (await line("danger-found")).includes("Have you had thoughts"));
  await match(browser);
  check(`${browser.name}: on the plan, too`,
    (await line("danger-plan")).includes("Have you had thoughts"));
  await press(browser, "open-report");
  const inReport = () => browser.evaluate(() => [...document.getElementById(
    "frame").contentDocument?.querySelectorAll(".said") || []].filter((each) =>
    each.textContent.includes("Have you had thoughts")).length);
  await until(browser, "the report", () => document.getElementById("frame")
    .contentDocument?.querySelector("section"));
  await wait(300);
  same(`${browser.name}: and once in the report`, await inReport(), 1);
  await press(browser, "viewer-close");
  check(`${browser.name}: also in the report that is saved`,
    /class="said">[^\n]*Have you had thoughts/.test(unzip(
      await saved(browser, downloads, "save-zip")).get("report.html")));
  await ask("risk");
  await idle(browser);
  same(`${browser.name}: answered yes, it is gone`, await line("danger-found"),
    "");
};

/* Those who need a person are the same everywhere: at the top of the plan, in
 * the list of pages, in the report that is shown and in the one that is saved. */
const needs = async (browser, downloads) => {
  await open(browser);
  await press(browser, "demo");
  await match(browser);
  const report = String(unzip(await saved(browser, downloads, "save-zip"))
    .get("report.html"));
  const line = />(\d+ clients need a person now: [^<]*)</.exec(report)?.[1] || "";
  const listed = [...report.slice(report.indexOf('<section id="needs"'),
    report.indexOf('<section id="help"')).matchAll(/<strong><bdi>(\w+)/g)]
    .map(([, id]) => id);
  check("control: several need a person, one of them without a place",
    listed.length > 2 && line.includes("urgent without a place"), line);
  same(`${browser.name}: the line counts the list`, Number.parseInt(line, 10),
    listed.length);
  check(`${browser.name}: the plan begins with it`,
    (await browser.evaluate(textOf, "needs-plan")).startsWith(line) &&
    await browser.evaluate(isShown, "needs-plan"));
  check(`${browser.name}: and so says the summary`,
    (await browser.evaluate(textOf, "summary")).includes(line));
  same(`${browser.name}: the list of pages begins with the same people`,
    await browser.evaluate((most) => [...document.querySelectorAll(
      "#pages tbody tr.error th")].slice(0, most + 1).map((cell) =>
      cell.textContent.split(" ")[0]), listed.length), listed);
};

/* Those who are held stand first, and an edit does not lose them quietly. */
const people = async (browser, downloads) => {
  await open(browser);
  await press(browser, "demo");
  await match(browser);
  check(`${browser.name}: ids of the other sheet are no questions`,
    (await browser.evaluate(textOf, "meaning-words")).includes("known by name"),
    await browser.evaluate(textOf, "meaning-words"));
  const held = [...rapport("match", "datasets/demo/therapists.csv",
    "datasets/demo/clients.csv", "--format", "json", "--out",
    join(build, "tests", "desk-out")) && readFileSync(join(build, "tests",
    "desk-out", "assignments.csv"), "utf8").matchAll(/^(\w+),human/gm)]
    .map(([, id]) => id);
  check("control: somebody needs a person", held.length > 1);
  same(`${browser.name}: who needs a person stands first`,
    (await browser.evaluate((most) => [...document.querySelectorAll(
      "#pages tbody tr")].slice(0, most).map((row) =>
      `${row.cells[1].textContent.split(" ")[0]} ${
        row.cells[2].textContent.replace("in crisis, ", "")}`), held.length))
      .sort(), held.map((id) => `${id} needs a person`).sort());
  const found = await browser.evaluate(() => {
    const box = document.getElementById("page-search");
    box.value = "c05";
    box.dispatchEvent(new Event("input"));
    return [...document.querySelectorAll("#pages tbody tr")].map((row) =>
      row.textContent);
  });
  check(`${browser.name}: and is found`, found.length === 1 &&
    found[0].includes("in crisis, needs a person"), JSON.stringify(found));
  await browser.evaluate(() => {
    const set = (id, value) => {
      const one = document.getElementById(id);
      one.value = value;
      one.dispatchEvent(new Event("change", { bubbles: true }));
    };
    set("edit-side", "1");
    set("edit-person", "C05");
    set("edit-column", "urgency");
    set("edit-value", "routine");
  });
  await press(browser, "edit-add");
  await press(browser, "try");
  await until(browser, "who moves", isShown, "tried");
  const tried = await browser.evaluate(() => ({
    alarm: document.querySelector("#tried [role=alert]")?.textContent || "",
    first: document.querySelector("#tried tbody tr")?.textContent || "",
    isShut: [...document.querySelectorAll("#tried button")].find((each) =>
      each.textContent.startsWith("Go on")).disabled }));
  check(`${browser.name}: an edit that ends a crisis is said aloud`,
    tried.alarm.includes("C05") && tried.alarm.includes("in crisis") &&
    tried.first.includes("C05") && tried.isShut, JSON.stringify(tried));
  await browser.evaluate(() => {
    document.getElementById("sure").click();
    [...document.querySelectorAll("#tried button")].find((each) =>
      each.textContent.startsWith("Go on")).click();
  });
  await until(browser, "the changed plan", () =>
    !document.getElementById("changed-plan").closest("[hidden]"));
  check(`${browser.name}: a changed plan says that it is one`,
    (await browser.evaluate(textOf, "changed-plan")).includes("“crisis”"));
  check(`${browser.name}: also where it is saved`, String(unzip(await saved(
    browser, downloads, "save-zip")).get("READ-THIS-FIRST.txt"))
    .includes("“crisis”"));
};

/* Paper has everything: the people first, and the lists behind them. */
const paper = async (browser) => {
  if (!browser.page) return;
  await open(browser);
  await press(browser, "demo");
  await match(browser);
  await press(browser, "open-report");
  await until(browser, "the report", () => document.getElementById("frame")
    .contentDocument?.querySelector("section"));
  await wait(300);
  await browser.page.emulateMedia({ media: "print" });
  const [printed, all] = await browser.evaluate(() => {
    const sections = [...document.getElementById("frame").contentDocument
      .querySelectorAll("section")];
    return [sections.filter((each) => each.checkVisibility()), sections]
      .map((some) => some.map((each) => each.id));
  });
  same("Chromium: what is printed of the report", printed, all);
  same("Chromium: people stand first on paper",
    printed.filter((id) => id !== "week").slice(0, 4),
    ["needs", "help", "placed", "waiting"]);
  await browser.page.emulateMedia({ media: "screen" });
};

export const desk = async ({ browser, scratch, downloads }) => {
  await oneSheet(browser, scratch);
  await answers(browser, scratch);
  await danger(browser, scratch, downloads);
  await needs(browser, downloads);
  await people(browser, downloads);
  await paper(browser);
  if (browser.seen)
    same(`${browser.name}: no errors at the desk`, [...new Set(browser.seen.errors)], []);
};
