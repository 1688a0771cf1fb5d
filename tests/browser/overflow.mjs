/* Nothing on a client's page is wider than the window: hostile names of every
   kind, on phones and at 200 % zoom, in both directions and languages. */
import { check, open, parse, rapport } from "./browser.mjs";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const repeat = (text, times) => text.repeat(times);

/* Names that a sheet may hold, self-made. */
export const names = [
  repeat("Wolfeschlegelsteinhausenbergerdorff", 4),
  repeat("m", 200),
  repeat("W", 120),
  `${repeat("Anne-", 40)}Marie`,
  repeat("Maria da Conceição ", 12).trim(),
  "Nguyễn Thị Phương Thảo ".repeat(6).trim(),
  repeat("محمد عبد الرحمن ", 10).trim(),
  repeat("مستشفىالصحةالنفسية", 8),
  repeat("שלום־עולם", 20),
  `Dr. ${repeat("علي", 30)} Smith ${repeat("x", 80)}`,
  repeat("漢字", 90),
  repeat("ก็", 90),
  `Z${repeat("\u0301", 3)}a${repeat("\u0323\u0302", 3)}lgo ${repeat("e\u0301", 90)}`,
  repeat("👩‍👩‍👧‍👦", 30),
  repeat("𝕬", 60),
  repeat("ﷺ", 30),
  `<b>${repeat("bold", 40)}</b>`,
  `<img src=x onerror=alert(1)>${repeat("&nbsp;", 40)}`,
  `https://example.org/${repeat("path/", 30)}?q=${repeat("a", 60)}`,
  repeat("a\u00a0", 80),
  repeat("long_tag_", 20),
  `${repeat("(", 60)}Sam${repeat(")", 60)}`,
  repeat("1234567890", 15),
  repeat("– ", 70),
];

const quote = (text) => `"${text.replaceAll('"', '""')}"`;
const cell = (text) => text.replace(/[;|,\n\r:!?]/g, " ").trim() || "x";

const clinicOf = (folder) => {
  mkdirSync(folder, { recursive: true });
  const columns = ["therapist_id", "name", "openings", "specialties",
    "modalities", "sites", "languages", "insurance", "gender", "populations",
    "values", "client_types", "credentials", "pronouns", "about", "fee", "fee_min", "slots"];
  const rows = [columns.join(",")];
  names.forEach((name, k) => {
    const at = (shift) => quote(cell(names[(k + shift) % names.length]));
    const cut = (shift, most) => quote(
      Buffer.from(cell(names[(k + shift) % names.length])).subarray(0, most)
        .toString().replace(/\ufffd/g, ""));
    rows.push([`T${k}`, quote(cell(name)), 2, at(1), at(2), at(3),
      `en;es;${quote(cell(names[(k + 4) % names.length])).slice(1, -1)}`
        .replace(/^(.*)$/s, (all) => quote(all)), quote(cell(names[2])), at(6), at(7),
      at(8), "individual;couple;family",
      cut(9, 190), cut(10, 50), cut(11, 590), 123456789.25, 1234567.5,
      quote("mon 09:30-11:45; tue 16:15-20:30; wed 00:00-24:00")].join(","));
  });
  writeFileSync(`${folder}/therapists.csv`, `${rows.join("\n")}\n`);
  const clients = ["client_id,languages,age,client_type,want_values," +
    "want_populations,requested_therapist,slots,insurance"];
  [["en", "", ""], ["es", "", "couple"], ["en", "9", ""], ["es", "", "family"]]
    .forEach(([language, age, type], k) => clients.push([
      quote(cell(names[k]).slice(0, 60)), language, age, type,
      quote(cell(names[k + 5])), quote(cell(names[k + 9])), `T${k + 3}`,
      "mon-fri 09:00-19:00", quote(cell(names[2]))].join(",")));
  writeFileSync(`${folder}/clients.csv`, `${clients.join("\n")}\n`);
  writeFileSync(`${folder}/clinic.csv`, ["setting,value",
    `name,${quote(names[0])}`, `phone,${repeat("0", 190)}`,
    `email,${repeat("a", 90)}@${repeat("b", 90)}.example`,
    `web,${repeat("w", 190)}`, `help_now,${quote(repeat("Call now ", 30))}`,
    "currency,XXXXXXXXXXXX", "hours,12"].join("\n"));
  return [`${folder}/therapists.csv`, `${folder}/clients.csv`];
};

/* What stands out on either side, by its tag; "page" for a page that can be
   scrolled sideways. What is hidden from eyes alone is left out. */
const wide = (page) => page.evaluate(() => {
  const out = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) out.push("page");
  for (const each of document.body.querySelectorAll("*")) {
    if (each.closest(".skip, .hidden-words, script") ||
        !each.checkVisibility())
      continue;
    const box = each.getBoundingClientRect();
    if (box.width > 0 && (box.right > width + 1 || box.left < -1))
      out.push(`${each.localName}.${each.className}`);
  }
  return [...new Set(out)];
});

/* 390 px and 1280 px at 100 and 200 %, and the narrowest that WCAG asks for. */
const widths = [1280, 640, 390, 320, 195];

export const overflow = async (browser, scratch) => {
  const folder = `${scratch}/overflow`, out = `${folder}/out`;
  rapport("match", "--quiet", "--pages", "--page-top", "100", "--page-full",
    "--page-scores", "--out", out, ...clinicOf(folder));
  const map = parse(readFileSync(`${out}/shortlists/map.csv`, "utf8")).slice(1);
  check("overflow: a page each", map.length === 4, String(map.length));
  const found = [];
  let last;
  for (const [, file] of map) {
    last = `${out}/shortlists/${file}`;
    const { page, close } = await open(browser, last);
    check("overflow: every name has a card", (await page.locator(
      "li[data-therapist]").count()) === names.length, file);
    await page.evaluate(() => {
      document.querySelectorAll("details").forEach((d) => { d.open = true; });
      document.getElementById("more").click();
      document.querySelectorAll(".save").forEach((one) => one.click());
    });
    for (const dir of ["ltr", "rtl"]) for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      await page.evaluate((to) => { document.documentElement.dir = to; }, dir);
      for (const what of await wide(page))
        found.push(`${file} ${dir} ${width}: ${what}`);
    }
    await close();
  }
  check("overflow: nothing is wider than the window", found.length === 0,
    found.slice(0, 4).join("; "));

  /* Negative control: names that do not break. */
  const { page, close } = await open(browser, last,
    { viewport: { width: 390, height: 800 } });
  await page.evaluate(() => document.querySelectorAll("h3").forEach((one) => {
    one.style.whiteSpace = "nowrap";
  }));
  check("control: overflow: a name that does not break is found",
    (await wide(page)).length > 0);
  await close();
};
