/* For everybody: what axe finds, and the keyboard alone. */
import { check, same, violations } from "../browser/browser.mjs";
import { give, isShown, match, open, press, until, wait } from "./page.mjs";

const clean = async (browser, name) => same(`axe: ${name}`,
  await violations(browser.page), []);

/* Press Tab until a thing has the focus. */
const tabTo = async (browser, what, isIt, argument) => {
  for (let k = 0; k < 120; k += 1) {
    await browser.page.keyboard.press("Tab");
    if (await browser.evaluate(isIt, argument)) return true;
  }
  check(`keyboard: reaches ${what}`, false);
  return false;
};

const hasFocus = (id) => document.activeElement?.id === id;

const keyboard = async (browser) => {
  const { page } = browser;
  await open(browser);
  await tabTo(browser, "the demo", hasFocus, "demo");
  await page.keyboard.press("Enter");
  await until(browser, "step 4", isShown, "match");
  await tabTo(browser, "the match", hasFocus, "run");
  await page.keyboard.press("Enter");
  await until(browser, "results", isShown, "results");
  check("keyboard: the plan has the focus",
    await browser.evaluate(hasFocus, "results"));
  await tabTo(browser, "the report", hasFocus, "open-report");
  await page.keyboard.press("Enter");
  await until(browser, "the report", () =>
    document.getElementById("viewer").open &&
    document.getElementById("frame").contentDocument?.title
      .startsWith("Match report"));
  await page.keyboard.press("Escape");
  check("keyboard: Escape closes it", await browser.evaluate(() =>
    !document.getElementById("viewer").open));
  check("keyboard: and the focus is where it was",
    await browser.evaluate(hasFocus, "open-report"));
  await tabTo(browser, "the ticking", hasFocus, "tick");
  await page.keyboard.press("Enter");
  check("keyboard: ten pages are ticked", await browser.evaluate(() =>
    document.getElementById("ticked").textContent === "10 pages ticked."));
};

/* Each control can be seen when it has the focus. */
const focusIsSeen = async (browser) => {
  await open(browser);
  const unseen = [];
  for (let k = 0; k < 25; k += 1) {
    await browser.page.keyboard.press("Tab");
    unseen.push(...await browser.evaluate(() => {
      const one = document.activeElement;
      if (one === document.body) return [];
      const shown = one.matches(".file input") ? one.closest(".file") : one;
      return getComputedStyle(shown).outlineStyle === "none"
        ? [shown.outerHTML.slice(0, 60)] : [];
    }));
  }
  same("keyboard: the focus is always seen", unseen, []);
};

export const access = async ({ browser }) => {
  await open(browser);
  await clean(browser, "first screen");
  await browser.evaluate(() => document.querySelectorAll("details").forEach(
    (each) => { each.open = true; }));
  await clean(browser, "everything unfolded");
  await give(browser, { therapists: ["datasets/forms/roster.csv"],
    clients: ["datasets/forms/form.csv"] });
  await until(browser, "findings", isShown, "found");
  await clean(browser, "questions and findings");
  await open(browser);
  await press(browser, "demo");
  await match(browser);
  await clean(browser, "the plan");
  await press(browser, "open-report");
  await wait(500);
  await clean(browser, "the report within");
  for (const width of [320, 700]) {
    await browser.page.setViewportSize({ width, height: 800 });
    check(`narrow: ${width} wide, nothing is cut`, await browser.evaluate(() =>
      document.documentElement.scrollWidth <= innerWidth));
  }
  await browser.page.setViewportSize({ width: 1280, height: 900 });
  await keyboard(browser);
  await focusIsSeen(browser);
};
