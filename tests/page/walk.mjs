/* The way of somebody who knows only Excel: from one workbook as it is kept, two
 * tabs, titles, totals and slips and all, to Monday's page and ten clients'
 * pages on paper. Every answer is a choice or a press of what is offered. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { check, same } from "../browser/browser.mjs";
import { catchPrinting, give, isShown, open, press, until, wait } from
  "./page.mjs";

const team = `Harbour Street: our team,,,,,,
,,,,,,
Clinician,New clients?,Works with,Approach,Languages,Days / times,Notes
"Ana Ruiz, LCSW",3,"Anxiety, Depression, Panic",CBT,"English, Spanish",Mon 9-12; Wed 1-5pm,back soon
Łukasz Brzeżański,2,Trauma / PTSD,EMDR,"English, Polish",Tue 9-5,
Dr. Chidi Park,3,"OCD, Anxiety","ERP, CBT",English,Thu 10-4,
Maya Stone,4,"Depression, Grief",Person-centred,English,Fri 9-1; Mon 1-5pm,
Omar Haddad,full,"Addiction, Depression",MI,"English, Arabic",Wed 9-5,
Ruth Adler,2,"Couples, Relationship issues",EFT,English,Tue 1-5pm; Thu 9-12,
Total,14,,,,,
`;
const list = `Submitted,Your name,How urgent is it?,What brings you here?,Age,Language,When can you come?,Therapist you'd rather not see,Have you had thoughts of ending your life?
2026-11-02,Ada Hill,Rutine,anxious about exams,22,English,Mon morning,,No
2026-11-03,Cy Moor,URGENT!,panic attacks,29,English,Mon 9-12; Thu 10-4,,no
2026-11-04,Di Ng,routine,Grief,61,English,Fri 9-1,,
2026-11-05,Eve Oh,routine,nightmares since the accident,41,Polish,Tue 9-5,,No
2026-11-06,Fay Ito,asap,OCD,27,English,Thu 10-4,Mr Brzezanski,No
2026-11-06,Gus Bo,routine,Depression,50,Spanish,Mon 9-12,,"Sometimes, at night"
2026-11-07,Hal Fox,routin,we fight all the time,38,English,Tue 1-5pm,,No
2026-11-09,Jo Park,routine,Anxiety,31,English,Mon 9-12; Wed 1-5pm,,No
2026-11-09,Kit Ray,routine,Anxiety,19,English,Thu 10-4,,No
2026-11-10,Lou Sy,routine,Grief,70,English,Mon 1-5pm,,No
2026-11-10,Mo Tan,routine,Depression,45,English,Fri 9-1,,No
Total,11,,,,,,,
`;
/* What no button offers is chosen from a list. */
const chosen = { Rutine: "routine", asap: "soon", routin: "routine",
  "we fight all the time": "Couple distress" };

const workbook = (scratch, name) => {
  const path = join(scratch, `our clinic, ${name}.xlsx`);
  const sheets = { Team: team, "Waitlist Nov": list };
  execFileSync("python3", ["tests/workbook.py", path,
    ...Object.entries(sheets).map(([tab, rows]) => {
      const sheet = join(scratch, `${tab}.csv`);
      writeFileSync(sheet, rows);
      return `${tab}=${sheet}`;
    })]);
  return path;
};

const idle = async (browser) => {
  await wait(450); /* a job that takes longer is shown by then */
  await until(browser, "the sheets to be read", () =>
    document.getElementById("working").hidden &&
    !document.getElementById("found").hidden);
  await wait(150);
};

/* Press the first of what is offered for a question that is open. -> was there
   one? */
const pressOffered = (browser) => browser.evaluate(() => {
  const offered = [...document.querySelectorAll("#meaning-rows td.asked button")]
    .find((each) => !each.hidden && each.textContent.startsWith("Use"));
  offered?.click();
  return Boolean(offered);
});

const answerAll = async (browser) => {
  await browser.evaluate(() => document.querySelector(
    '#meaning-rows .danger input[value="risk"]').click());
  await idle(browser);
  while (await pressOffered(browser)) await idle(browser);
  for (const answer of Object.entries(chosen)) {
    const isThere = await browser.evaluate(([what, to]) => {
      const box = [...document.querySelectorAll("#meaning-rows tbody tr")]
        .find((row) => row.cells[2].textContent === what)
        .querySelector("input, select");
      const isOffered = [...(box.list || box).querySelectorAll("option")]
        .some((each) => each.value === to);
      box.value = to;
      box.dispatchEvent(new Event("change", { bubbles: true }));
      return isOffered;
    }, answer);
    check(`${browser.name}: “${answer[1]}” stands in the list`, isThere);
    await idle(browser);
  }
};

export const walk = async ({ browser, scratch }) => {
  await open(browser);
  await give(browser, { therapists: [workbook(scratch, browser.name)] });
  await until(browser, "both tabs to be taken", () =>
    !document.querySelector('[data-chosen="clients"]').hidden);
  await idle(browser);
  const guesses = await browser.evaluate(() => [...document.querySelectorAll(
    "#meaning-rows details tbody tr")].map((row) => [row.cells[1].textContent,
    row.querySelector("input, select").value]));
  same(`${browser.name}: what “Works with” means`,
    guesses.find(([head]) => head === "Works with")?.[1], "specialties");
  await answerAll(browser);
  same(`${browser.name}: no question is left`, await browser.evaluate(() =>
    [...document.querySelectorAll("#meaning-rows td.asked")].map((cell) =>
      cell.parentNode.cells[2].textContent)), []);
  const count = await browser.evaluate(() =>
    document.getElementById("meaning-count").textContent);
  check(`${browser.name}: and so it says`, /^(\d+) of \1 answered/.test(count),
    count);
  check(`${browser.name}: totals are nobody`, (await browser.evaluate(() =>
    document.getElementById("found-words").textContent))
    .startsWith("6 therapists, 11 clients: 0 errors"));
  await press(browser, "run");
  await until(browser, "the plan", isShown, "results");
  await press(browser, "open-report");
  await until(browser, "the report", () => document.getElementById("frame")
    .contentDocument?.querySelector("section"));
  const said = await browser.evaluate(() => ["header .said", "#needs .reason",
    "#needs .unanswered"].map((each) => document.getElementById("frame")
    .contentDocument.querySelector(each)?.textContent || "").join("\n"));
  check(`${browser.name}: Monday's page begins with Gus, in his own words`,
    said.includes("1 client needs a person now: 1 in crisis") &&
    said.includes("“Sometimes, at night”") &&
    said.includes("1 of 11 clients did not answer"), said);
  same(`${browser.name}: and is printed with one press`,
    await browser.evaluate(() => {
      let times = 0;
      document.getElementById("frame").contentWindow.print = () => {
        times += 1;
      };
      document.getElementById("viewer-print").click();
      return times;
    }), 1);
  await press(browser, "viewer-close");
  await press(browser, "tick");
  await catchPrinting(browser);
  await press(browser, "print-pages");
  await press(browser, "print-without");
  await until(browser, "the clients' pages", () => document.getElementById(
    "paper").contentDocument?.querySelectorAll(".one-page").length > 0);
  same(`${browser.name}: ten clients' pages`, await browser.evaluate(() =>
    document.getElementById("paper").contentDocument
      .querySelectorAll(".one-page h1").length), 10);
  await until(browser, "the print job", () => window.printed);
  if (browser.seen)
    same(`${browser.name}: no errors on the way`, [...new Set(browser.seen.errors)], []);
};
