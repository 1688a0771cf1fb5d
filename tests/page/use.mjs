/* From two sheets to printed pages, and what is asked and shown on the way. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { check, rapport, same } from "../browser/browser.mjs";
import { catchPrinting, give, isShown, match, open, press, saved, until, unzip,
  wait }
  from "./page.mjs";

const demo = { therapists: ["datasets/demo/therapists.csv"],
  clients: ["datasets/demo/clients.csv"] };
const forms = { therapists: ["datasets/forms/roster.csv"],
  clients: ["datasets/forms/form.csv"] };

const textOf = (id) => document.getElementById(id).textContent;
const fill = ({ selector, value }) => {
  const one = document.querySelector(selector);
  one.value = value;
  one.dispatchEvent(new Event("change", { bubbles: true }));
};

/* Findings stand in the cells that they mean, questions can be answered. */
const questions = async (browser) => {
  await open(browser);
  await give(browser, forms);
  await until(browser, "findings", isShown, "found");
  const cell = await browser.evaluate(() => [...document.querySelectorAll(
    "#found-sheets tr")].map((each) => [each.querySelector("mark")?.textContent,
    each.querySelector(".finding")?.textContent || ""])
    .find(([, words]) => words.includes("unknown value 'No rush'")));
  check(`${browser.name}: a finding is beside the cell that it means`,
    cell && cell[0] === "No rush", JSON.stringify(cell));
  check(`${browser.name}: nothing is matched while there are errors`,
    await browser.evaluate(() => document.getElementById("match").hidden));
  /* as somebody at the desk would: the answers of the clinic's own map */
  const answers = { "No rush": "routine", "As soon as possible": "soon",
    "In the next two weeks": "soon", "scale 1-5": "", "Lukasz": "",
    "on Thursdays": "", "Mr. Demirkol": "", "we are neighbors": "" };
  for (const [content, means] of Object.entries(answers)) {
    await browser.evaluate(([what, to]) => {
      const row = [...document.querySelectorAll("#meaning-rows tr")]
        .find((each) => each.cells[2]?.textContent === what);
      const input = row.querySelector("input, select");
      input.value = to;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }, [content, means]);
  }
  await browser.evaluate(() =>
    document.querySelector('#meaning-rows .danger input[value="risk"]').click());
  await until(browser, "no errors", isShown, "match", 20).catch(() => {});
  check(`${browser.name}: with answers, nothing stands in the way`,
    await browser.evaluate(isShown, "match"),
    await browser.evaluate(textOf, "found-sheets"));
};

/* The map that is saved, chosen again, asks nothing. */
const map = async (browser, downloads, scratch) => {
  const path = await saved(browser, downloads, "save-map");
  const kept = join(scratch, "map.csv");
  writeFileSync(kept, readFileSync(path));
  await open(browser);
  await give(browser, { map: [kept], ...forms });
  await until(browser, "the sheets to be read", isShown, "match");
  check(`${browser.name}: what was answered is not asked again`,
    (await browser.evaluate(textOf, "meaning-words")).includes("all known by name"),
    await browser.evaluate(textOf, "meaning-words"));
};

const whatif = async (browser, downloads) => {
  await open(browser);
  await give(browser, demo);
  await match(browser);
  await browser.evaluate(fill, { selector: "#edit-person", value: "T03" });
  check(`${browser.name}: the cell as it is`, await browser.evaluate(() =>
    document.getElementById("edit-column").value === "openings" &&
    document.getElementById("edit-value").value === "3"));
  await browser.evaluate(fill, { selector: "#edit-value", value: "4" });
  await press(browser, "edit-add");
  await press(browser, "try");
  await until(browser, "who moves", isShown, "tried");
  const shown = await browser.evaluate(() => [...document.querySelectorAll(
    "#tried tbody tr")].map((row) => [...row.cells].map((cell) =>
    cell.textContent)));
  const expected = rapport("whatif", ...demo.therapists, ...demo.clients,
    "--set", "T03.openings=4").split("\n")
    .map((line) => /^(newly placed|displaced|moved) +(\S+)/.exec(line))
    .filter(Boolean).map(([, what, who]) => [what, who]);
  same(`${browser.name}: who moves`, shown.map(([what, who]) =>
    [what, who.split(" ")[0]]), expected);
  check("control: somebody does", expected.length > 0);
  await browser.evaluate(() => [...document.querySelectorAll("#tried button")]
    .find((each) => each.textContent.startsWith("Go on")).click());
  await until(browser, "the plan after it", () =>
    document.getElementById("summary").textContent.includes("67"));
};

/* Pages in frames: links lead within, printing makes one job of ten. */
const pages = async (browser) => {
  await press(browser, "open-report");
  await until(browser, "the report", () => {
    const inside = document.getElementById("frame").contentDocument;
    return inside?.readyState === "complete" && inside.querySelector("section");
  });
  check(`${browser.name}: the report’s script runs, and its style counts`,
    await browser.evaluate(() => {
      const inside = document.getElementById("frame").contentDocument;
      return inside.querySelectorAll("th button").length > 5 &&
        getComputedStyle(inside.querySelector(".headline")).display !== "block";
    }));
  await browser.evaluate(() => document.getElementById("frame")
    .contentDocument.querySelector('.placed a[href$=".html"], ' +
      '#placed a[href$=".html"]').click());
  await until(browser, "a client’s page", () => {
    const inside = document.getElementById("frame").contentDocument;
    return inside?.readyState === "complete" && inside.querySelector("footer");
  });
  check(`${browser.name}: a filter of a page works in its frame`,
    await browser.evaluate(async () => {
      const frame = document.getElementById("frame");
      const box = frame.contentDocument.querySelector(".chip input");
      if (!box) return true;
      const errors = [];
      frame.contentWindow.addEventListener("error", (event) =>
        errors.push(event.message));
      box.click();
      return errors.length === 0;
    }));
  await press(browser, "viewer-close");
  await press(browser, "tick");
  await catchPrinting(browser);
  await press(browser, "print-pages");
  check(`${browser.name}: whom to call is asked before paper is used`,
    await browser.evaluate(() => document.getElementById("ask-contact").open &&
      !window.printed));
  await browser.evaluate(fill, { selector: "#ask-help_now", value: "Call 988." });
  await browser.evaluate(fill, { selector: "#ask-phone", value: "555 0199" });
  await press(browser, "print-with");
  await until(browser, "the print job", () => document.getElementById("paper")
    .contentDocument?.querySelectorAll(".one-page").length > 0);
  check(`${browser.name}: each as it is alone, on a sheet of its own`,
    await browser.evaluate(() => {
      const frame = document.getElementById("paper");
      const sheets = [...frame.contentDocument.querySelectorAll(".one-page")];
      return sheets.every((each) => {
        const style = frame.contentWindow.getComputedStyle(each);
        return style.columnCount === "auto" && style.borderTopStyle === "none";
      }) && frame.contentWindow.getComputedStyle(sheets[0]).breakAfter ===
        "page";
    }));
  check(`${browser.name}: and it stands on them, and a sheet for staff comes last`,
    await browser.evaluate(() => {
      const inside = document.getElementById("paper").contentDocument;
      return [...inside.querySelectorAll(".one-page")].every((each) =>
        each.textContent.includes("Call 988.") &&
        each.textContent.includes("555 0199") &&
        !/saves nothing/.test(each.textContent)) &&
        inside.body.lastElementChild.matches(".cover") &&
        inside.querySelectorAll(".cover tbody tr").length === 10;
    }));
  same(`${browser.name}: ten pages in one job`, await browser.evaluate(() =>
    document.getElementById("paper").contentDocument
      .querySelectorAll(".one-page h1").length), 10);
};

/* The .zip of this week is the earlier run of the next. */
const earlier = async (browser, downloads, scratch) => {
  await open(browser);
  await give(browser, demo);
  await match(browser);
  const zip = join(scratch, "last-week.zip");
  writeFileSync(zip, readFileSync(await saved(browser, downloads, "save-zip")));
  await open(browser);
  await give(browser, { keep: [zip], ...demo });
  await match(browser);
  const again = unzip(await saved(browser, downloads, "save-zip"));
  check(`${browser.name}: with an earlier run, moved.csv is written`,
    again.has("moved.csv"));
};

const templates = async (browser, downloads) => {
  await open(browser);
  await browser.evaluate(() => {
    document.querySelector('[data-template="clients"]').id = "empty";
  });
  const path = await saved(browser, downloads, "empty");
  same(`${browser.name}: an empty sheet is that of the program`,
    String(readFileSync(path)), rapport("template", "clients"));
};

/* Every input that the program has, and how to reach the clinic. */
const inputs = async (browser) => {
  await open(browser);
  const help = rapport("help", "match");
  const expected = [...help.matchAll(/^ {2}--(\w+) (FILE|DIR)/gm)]
    .map(([, name]) => name).filter((name) => name !== "out").sort();
  const shown = await browser.evaluate(() => [...document.querySelectorAll(
    "#extras [data-input]")].map((each) => each.dataset.input));
  same(`${browser.name}: every sheet that the program reads can be given`,
    shown.filter((name) => name !== "photos").sort(), expected);
  await press(browser, "demo");
  await until(browser, "step 4", isShown, "match");
  for (const [name, value] of Object.entries({ name: "Harbour Street",
    phone: "555 0100", email: "a@b.example", web: "b.example",
    help_now: "Call 988.", currency: "$", hours: "12" }))
    await browser.evaluate(fill, { selector: `#contact-${name}`, value });
  await wait(200);
  await match(browser);
  same(`${browser.name}: what was said of the clinic is enough`,
    await browser.evaluate(textOf, "notes"), "");
};

export const use = async ({ browser, downloads, scratch, network }) => {
  network.forget();
  await questions(browser);
  await map(browser, downloads, scratch);
  await whatif(browser, downloads);
  await pages(browser);
  await earlier(browser, downloads, scratch);
  await templates(browser, downloads);
  await inputs(browser);
  same(`${browser.name}: nothing was asked of the network, using it`,
    network.asked(), []);
  if (browser.seen)
    same(`${browser.name}: no errors`, [...new Set(browser.seen.errors)], []);
};
