/* The page of a client: what it shows, and that its filters agree with
   `rapport suggest --where`. */
import { check, open, parse, rapport, same, violations } from "./browser.mjs";
import { readFileSync, writeFileSync } from "node:fs";

export const shown = (page) => page.$$eval(
  "li[data-therapist]:not([hidden])",
  (items) => items.map((item) => item.dataset.therapist));

/* The own therapist comes first, then who can be had, as they are ranked. */
const suggest = (clinic, client, ...words) => {
  const rows = parse(rapport("suggest", "--format", "csv", "--client", client,
    "--where", "status=assigned,open,choice", ...words, ...clinic)).slice(1);
  const own = (row) => Number(row[4] === "assigned");
  return (words.includes("--sort") ? rows
    : rows.sort((a, b) => own(b) - own(a))).map((row) => row[2]);
};

/* Open the filters that are folded away. */
const unfold = (page) => page.evaluate(() =>
  document.querySelectorAll("form details").forEach((each) => {
    each.open = true;
  }));

/* -- agreement ----------------------------------------------------------- */

const filters = (page) => page.$$eval("fieldset[data-filter]", (groups) =>
  groups.map((group) => ({
    column: group.dataset.filter,
    values: [...group.querySelectorAll("input[type=checkbox]")]
      .map((box) => box.value),
  })));

const clear = async (page) => {
  const button = page.locator("button[type=reset]");
  if (await button.isVisible()) await button.click();
  await page.waitForTimeout(20);
};

const tick = (page, column, value) => page.check(
  `fieldset[data-filter="${column}"] input[value="${CSS(value)}"]`);
const CSS = (text) => text.replace(/["\\]/g, "\\$&");

const numbered = (page, column, value) => page.$eval(
  `fieldset[data-filter="${column}"] input[value="${CSS(value)}"]`,
  (box) => Number(box.closest("label")
    .querySelector("[data-count]").textContent));

/* Every filter alone: what is shown, and the number beside it. */
const singles = async (page, expect) => {
  const wrong = [];
  let tried = 0;
  for (const { column, values } of await filters(page)) {
    for (const value of values) {
      const promised = await numbered(page, column, value);
      await tick(page, column, value);
      const got = await shown(page);
      const expected = expect(["--where", `${column}=${value}`]);
      tried += 1;
      if (String(got) !== String(expected))
        wrong.push(`${column}=${value}: ${got} is not ${expected}`);
      if (got.length !== promised)
        wrong.push(`${column}=${value}: ${promised} promised`);
      await clear(page);
    }
  }
  return { tried, wrong };
};

const fees = async (page, expect) => {
  const wrong = [];
  for (const fee of [60, 90, 120, 150]) {
    await page.fill("input[name=fee]", String(fee));
    const got = await shown(page);
    const expected = expect(["--where", `fee<=${fee}`]);
    if (String(got) !== String(expected))
      wrong.push(`fee<=${fee}: ${got} is not ${expected}`);
    await clear(page);
  }
  return wrong;
};

/* Several at once: any of the values of a filter, all of the filters. */
const several = async (page, expect) => {
  const groups = (await filters(page)).filter((g) => g.values.length > 0);
  const wrong = [];
  for (let turn = 0; turn < 12; turn += 1) {
    const a = groups[turn % groups.length];
    const b = groups[(turn * 2 + 1) % groups.length];
    const words = [];
    for (const [group, count] of a === b ? [[a, 2]] : [[a, 2], [b, 1]]) {
      const values = [0, 1].slice(0, count)
        .map((k) => group.values[(turn + k * 3) % group.values.length]);
      for (const value of new Set(values))
        await tick(page, group.column, value);
      words.push("--where", `${group.column}=${[...new Set(values)]}`);
    }
    if (turn % 2) {
      words.push("--known");
      const box = await page.$("#known:not([hidden]) input");
      if (box) await box.check();
    }
    const got = await shown(page), expected = expect(words);
    if (String(got) !== String(expected))
      wrong.push(`${words.join(" ")}: ${got} is not ${expected}`);
    await clear(page);
  }
  return wrong;
};

const orders = async (page, expect) => {
  const wrong = [];
  for (const order of ["fee", "name", "slots", "fit"]) {
    await page.selectOption("select[name=sort]", order);
    const got = await shown(page);
    const expected = expect(order === "fit" ? [] : ["--sort", order]);
    if (String(got) !== String(expected))
      wrong.push(`--sort ${order}: ${got} is not ${expected}`);
  }
  await clear(page);
  return wrong;
};

export const agreement = async (browser, clinic, client, file, scratch) => {
  const base = suggest(clinic, client, "--top", "12");
  const expect = (words) =>
    suggest(clinic, client, ...words).filter((id) => base.includes(id));
  const { page, close, seen } = await open(browser, file);
  await unfold(page);
  same("the page lists whom suggest lists", await shown(page), base);
  const { tried, wrong } = await singles(page, expect);
  check("every filter agrees with suggest", tried > 15 && !wrong.length,
    `${tried} tried; ${wrong[0]}`);
  for (const [name, list] of [["fee", await fees(page, expect)],
    ["several filters", await several(page, expect)],
    ["order", await orders(page, expect)]])
    check(`${name}: agrees with suggest`, list.length === 0, list[0]);
  check("the page has no error", seen.errors.length === 0, seen.errors[0]);
  await close();

  /* Negative control: a page that leaves out a value must be found out. */
  const spoilt = `${scratch}/spoilt.html`;
  writeFileSync(spoilt, readFileSync(file, "utf8")
    .replaceAll(/"formats":\["(\w+)"/g, '"formats":["x$1"'));
  const other = await open(browser, spoilt);
  await unfold(other.page);
  const found = await singles(other.page, expect);
  check("control: a wrong filter is found", found.wrong.length > 0);
  await other.close();
};

/* -- what else it does --------------------------------------------------- */

export const behaviour = async (browser, file) => {
  const { page, close, seen } = await open(browser, file);
  const all = (await shown(page)).length;

  await unfold(page);
  await page.fill("input[type=search]", "zzzz");
  same("search: nobody is left", (await shown(page)).length, 0);
  check("empty: it says so", await page.isVisible("#empty"));
  const button = page.locator("#empty button").first();
  const promised = Number((await button.textContent()).match(/\d+$/)[0]);
  same("empty: the number that dropping a filter shows", promised, all);
  await button.click();
  same("empty: dropping it shows them", (await shown(page)).length, promised);

  await page.fill("input[name=fee]", "0");
  if (await page.isVisible("#known")) await page.check("#known input");
  const advice = await page.locator("#empty button").allTextContents();
  check("empty: it names the cost", advice.length === 1 &&
    /Cost/.test(advice[0]), String(advice));
  await page.click("button[type=reset]");
  await page.waitForTimeout(20);
  same("reset: all are back", (await shown(page)).length, all);
  same("status: announced", await page.textContent("[role=status]"),
    `${all} therapists`);

  const box = page.locator("fieldset[data-filter=days] input").first();
  await box.check();
  const narrowed = await shown(page);
  check("fragment: holds the filter", /#days=mon/.test(page.url()),
    page.url());
  await page.locator("fieldset[data-filter=times] input").first().check();
  await page.goBack();
  same("back: the filter before", await shown(page), narrowed);
  check("back: its box alone is ticked", await box.isChecked() &&
    await page.locator("fieldset input:checked").count() === 1);
  await page.goBack();
  same("back: no filter", (await shown(page)).length, all);
  const address = page.url().split("#")[0];
  await page.goto(`${address}#days=tue&sort=fee`);
  same("fragment: restores the order",
    await page.inputValue("select[name=sort]"), "fee");
  await page.goto(address);
  await unfold(page);

  await page.locator(".save").nth(1).click();
  await page.check("input[name=saved]");
  same("saved: only those", (await shown(page)).length, 1);
  const kept = await page.evaluate(() => {
    let stored = -1;
    try { stored = localStorage.length + sessionStorage.length; }
    catch { stored = 0; }
    return stored + document.cookie.length;
  });
  same("saved: nothing is stored", kept, 0);
  await page.reload();
  same("saved: forgotten with the page",
    await page.locator(".save[aria-pressed=true]").count(), 0);
  check("no error", seen.errors.length === 0, seen.errors[0]);
  await close();
};

const inView = (page) => page.$$eval("li[data-therapist]", (items) =>
  items.filter((item) => item.checkVisibility()).length);

/* Three cards, then the rest on demand; the fold counts what passes. */
export const folding = async (browser, file) => {
  const { page, close, seen } = await open(browser, file);
  const all = (await shown(page)).length;
  same("fold: three cards", await inView(page), 3);
  same("fold: says how many more", await page.textContent("#more"),
    `Show ${all - 3} more`);
  await page.emulateMedia({ media: "print" });
  same("fold: on paper all of them", await inView(page), all);
  await page.emulateMedia({ media: "screen" });
  await page.click("#more");
  same("fold: all of them", await inView(page), all);
  check("fold: the button is gone", !(await page.isVisible("#more")));
  check("fold: the fourth has the focus", await page.evaluate(() =>
    document.querySelectorAll("li[data-therapist]")[3]
      .contains(document.activeElement)));
  await page.evaluate(() => scrollTo(0, 4000));
  check("sticky: the count stays in view", await page.evaluate(() =>
    document.querySelector(".status").getBoundingClientRect().top >= 0));
  check("fold: no error", seen.errors.length === 0, seen.errors[0]);
  await close();
};

/* My list is text with the names and the reference, to select and copy. */
export const mine = async (browser, file) => {
  const { page, context, close } = await open(browser, file);
  const names = await page.locator("h3").allTextContents();
  const reference = file.match(/([A-Z2-7]+)\.html$/)[1];
  check("list: hidden while it is empty", !(await page.isVisible("#mine")));
  await page.locator(".save").nth(2).click();
  await page.locator(".save").nth(0).click();
  const lines = await page.locator("#mine-names p").allTextContents();
  same("list: the reference and the names", lines,
    [`Reference ${reference}`, `1. ${names[0]}`, `2. ${names[2]}`]);
  await context.grantPermissions(["clipboard-read"]).catch(() => {});
  await page.click("#copy");
  same("list: copied", await page.textContent("#copied"), "Copied");
  const selected = await page.evaluate(() => String(getSelection()));
  same("list: selected as text", selected.split(/\n+/), lines);
  await page.locator(".save").nth(0).click();
  await page.locator(".save").nth(2).click();
  check("list: empty again", !(await page.isVisible("#mine")));
  await close();
};

/* -- keyboard ------------------------------------------------------------ */

/* Tab through the page: what gets the focus, and whether it shows. */
const walk = async (page, most) => {
  const stops = [];
  for (let k = 0; k < most; k += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      /* the box of a chip lies over its words, unseen */
      const seen = element.closest(".chip")?.lastElementChild || element;
      const style = getComputedStyle(seen);
      return {
        what: element.matches(".skip") ? "skip"
          : element.name || element.type || element.tagName.toLowerCase(),
        visible: style.outlineStyle !== "none" &&
          parseFloat(style.outlineWidth) >= 2,
      };
    });
    if (!stop) break;
    stops.push(stop);
  }
  return stops;
};

export const keyboard = async (browser, file) => {
  const { page, close } = await open(browser, file);
  const all = (await shown(page)).length;
  await page.check("fieldset[data-filter=formats] input >> nth=0");
  await page.reload(); /* a filter is on, and nothing has the focus */
  await unfold(page);
  const stops = await walk(page, 200);
  const kinds = new Set(stops.map((stop) => stop.what));

  for (const kind of ["skip", "search", "sort", "formats", "days", "times",
    "fee", "reset", "summary", "button"])
    check(`keyboard: reaches ${kind}`, kinds.has(kind), [...kinds].join(" "));
  check("keyboard: the focus shows", stops.every((stop) => stop.visible));

  await page.goto(page.url().split("#")[0]);
  await page.reload();
  await unfold(page);
  await page.focus("fieldset[data-filter=days] input");
  await page.keyboard.press("Space");
  check("keyboard: space ticks",
    (await page.locator("fieldset input:checked").count()) === 1);
  await page.focus("button[type=reset]");
  await page.keyboard.press("Enter");
  await page.waitForTimeout(20);
  same("keyboard: enter resets", (await shown(page)).length, all);
  await page.focus("article summary");
  await page.keyboard.press("Enter");
  check("keyboard: more unfolds",
    await page.locator("article details[open]").count() === 1);

  /* Negative control: a focus that does not show. */
  await page.reload();
  await page.evaluate(() => document.querySelectorAll("input, .chip > span")
    .forEach((each) => { each.style.outline = "none"; }));
  check("control: a hidden focus is found",
    (await walk(page, 40)).some((stop) => !stop.visible));
  await close();
};

/* -- without a script, on paper, in the dark, narrow ---------------------- */

export const noScript = async (browser, file) => {
  const { page, close } = await open(browser, file,
    { javaScriptEnabled: false });
  const cards = page.locator("li[data-therapist]");
  const visible = await cards.evaluateAll((items) =>
    items.filter((item) => item.offsetHeight > 50).length).catch(() => null);

  check("no script: every card is there", visible === null
    ? await cards.count() > 1 : visible === await cards.count());
  check("no script: no filter that could not work",
    !(await page.isVisible("form")));
  check("no script: no button that could not work",
    !(await page.locator(".save").first().isVisible()));
  check("no script: more is folded",
    await page.locator("article details[open]").count() === 0 &&
    await page.locator("article details").count() > 0);
  await close();
  const control = await open(browser, file);
  check("control: with a script the filters show",
    await control.page.isVisible("form"));
  await control.close();
};

/* How many sheets of Letter paper, with a browser's usual margins. */
const sheetsOf = async (page) => {
  const margin = "1cm";
  const pdf = await page.pdf({ format: "Letter",
    margin: { top: margin, right: margin, bottom: margin, left: margin } });
  return pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
};

export const print = async (browser, file) => {
  const { page, close } = await open(browser, file);
  check("control: on a screen the filters show",
    await page.isVisible(".filters"));
  await page.emulateMedia({ media: "print" });
  check("print: no filters", !(await page.isVisible(".filters")));
  check("print: the cards", await page.isVisible("li[data-therapist] h3"));
  check("print: the reference",
    await page.locator(".code").first().isVisible());
  const paper = await page.evaluate(() =>
    getComputedStyle(document.body).backgroundColor);
  same("print: white paper", paper, "rgb(255, 255, 255)");
  await page.emulateMedia({ media: null });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  const cards = await page.locator("li[data-therapist]").count();
  const sheets = await sheetsOf(page);
  check("print: two cards and more on a sheet", sheets <= cards / 2,
    `${cards} cards on ${sheets} sheets`);
  await close();
};

const brightness = (page) => page.evaluate(() => {
  const level = (color) => color.match(/\d+/g).slice(0, 3)
    .reduce((sum, part) => sum + Number(part), 0) / 765;
  const style = getComputedStyle(document.body);
  return [level(style.backgroundColor), level(style.color)];
});

export const dark = async (browser, file, name) => {
  const { page, close } = await open(browser, file, { colorScheme: "dark" });
  const [paper, ink] = await brightness(page);
  check(`${name}: dark`, paper < 0.2 && ink > 0.8, `${paper} ${ink}`);
  await page.emulateMedia({ colorScheme: "light" });
  const [light, black] = await brightness(page);
  check(`control: ${name}: light`, light > 0.8 && black < 0.3);
  await close();
};

export const narrow = async (browser, file, name) => {
  const { page, close } = await open(browser, file,
    { viewport: { width: 320, height: 640 } });
  const wide = () => page.evaluate(() =>
    document.documentElement.scrollWidth > 320);
  await page.evaluate(() => document.querySelectorAll("details").forEach(
    (each) => { each.open = true; }));
  check(`${name}: 320 px without sideways scroll`, !(await wide()));
  await page.evaluate(() => {
    document.querySelector("h1").style.width = "400px";
  });
  check(`control: ${name}: what is too wide is found`, await wide());
  await close();
};

/* Targets of at least 24 px, or with as much room around them. */
export const targets = async (browser, file, name) => {
  const { page, close } = await open(browser, file,
    { viewport: { width: 390, height: 844 } });
  const small = () => page.evaluate(() =>
    [...document.querySelectorAll("button, input, select, summary")]
      .filter((each) => each.checkVisibility())
      .map((each) => each.getBoundingClientRect())
      .filter((box) => box.width < 24 || box.height < 24).length);
  await page.evaluate(() => document.querySelectorAll("details").forEach(
    (each) => { each.open = true; }));
  same(`${name}: targets of 24 px`, await small(), 0);
  await page.evaluate(() => {
    const button = document.querySelector("button");
    button.hidden = false;
    button.style.cssText = "min-height: 0; height: 12px; padding: 0";
    for (let at = button; at; at = at.parentElement) at.hidden = false;
  });
  check(`control: ${name}: a small target is found`, await small() > 0);
  await close();
};

/* -- WCAG ---------------------------------------------------------------- */

export const access = async (browser, file, name) => {
  for (const colorScheme of ["light", "dark"])
    for (const width of [1280, 390]) {
      const { page, close } = await open(browser, file,
        { colorScheme, viewport: { width, height: 900 } });
      await page.evaluate(() => document.querySelectorAll("details").forEach(
        (each) => { each.open = true; }));
      const found = await violations(page);
      check(`${name}: no violation, ${colorScheme}, ${width} px`,
        found.length === 0, found.join("; "));
      await close();
    }
  for (const media of [{ forcedColors: "active" },
    { reducedMotion: "reduce" }]) {
    const { page, close } = await open(browser, file, media);
    const found = await violations(page);
    check(`${name}: no violation, ${Object.keys(media)}`,
      found.length === 0, found.join("; "));
    if (media.reducedMotion) {
      const moving = () => page.$$eval("*", (all) => all.filter((each) =>
        getComputedStyle(each).transitionDuration !== "0s").length);
      same(`${name}: nothing moves`, await moving(), 0);
      await page.emulateMedia({ reducedMotion: "no-preference" });
      check(`control: ${name}: otherwise something does`,
        await moving() > 0);
    }
    await close();
  }
  const { page, close } = await open(browser, file);
  await unfold(page);
  await page.evaluate(() => document.querySelector(
    "input[type=search]").labels[0].remove());
  check(`control: ${name}: a missing label is found`,
    (await violations(page)).some((one) => /label/.test(one)));
  await close();
};
