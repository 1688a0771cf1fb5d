/* -- 3. what was found: beside the cells that are meant -- */

const MOST_SHOWN = 200;
const sheetNames = ["Therapists", "Clients"];

/* Messages speak to a command line where they tell what to do. */
const inPage = (message) => message
  .replace(/so say what it is in a --map file: the line .*$/,
    "so say in step 2 whether it does")
  .replace(/say so in a --map file, with the lines .*$/, "say so in step 2")
  .replace(/: the same\?(.*?) if so, add this line to a --map file: .*$/,
    ": are they the same?$1")
  .replace(/add the line '.*?' to a --map file/g, "answer it in step 2")
  .replace(/ in a --map file(: the line '.*)?/g, " in step 2")
  .replace(/ to a --map file/g, " in step 2");

const findingWords = (finding) => {
  const more = finding.cells > 1
    ? ` (and in ${count(finding.cells - 1, "more cell")})` : "";
  return inPage(finding.message) + more;
};

const showHumans = (box, lines) => {
  box.hidden = lines.length === 0;
  box.replaceChildren(make("p", {}, make("strong", {},
    "A person has to look at this first")),
  make("ul", {}, ...lines.map((line) => make("li", {}, line))));
};

/* Lines that name people: the program says them first, whatever else. */
const humansOf = (lines) => lines.filter((line) => line.startsWith("rapport: "))
  .map((line) => line.slice(9).trim().replace(/^client (\S+)/,
    (_, id) => `client ${nameOf(1, id)}`)
    .replace(/ \(([^\s()]+)\)$/, (_, id) => ` (${nameOf(1, id)})`))
  .filter((line) => !/^(warning|error|see rapport|usage)/.test(line));

const severityWords = { error: "Error", alarm: "Danger", warning: "Warning" };

/* "the same? … if so, add this line to a --map file: clients,a,b,c" */
const sameButton = (finding) => {
  const line = /the same\?.* if so, add this line to a --map file: (.*)$/
    .exec(finding.message)?.[1];
  const [sheet, column, value, to] = line ? readCsv(`${line}\n`)[0] : [];
  if (to === undefined) return [];
  const button = make("button", { type: "button" }, "Yes, they are the same");
  button.addEventListener("click", () => {
    addLine(sheet, column, value, to);
    showQuestions();
    checkSheets();
  });
  return [" ", button];
};

const findingElement = (finding) => make("span",
  { className: `finding ${finding.severity}` },
  make("strong", {}, `${severityWords[finding.severity]}: `),
  findingWords(finding), ...sameButton(finding));

const gravest = ["error", "alarm", "warning"];

/* Each cell of a sheet in which something was found, and what, beside it. */
const sheetTable = (side, findings) => {
  const sheet = state.look.sheets[side];
  const rows = new Map(sheet.rows);
  const header = rows.get(0) || [];
  const names = new Map(sheet.people.map(([id, name, row]) =>
    [row, name || id]));
  const caption = `${sheetNames[side]}: ${sheet.path}`;
  const inOrder = [...findings].sort((a, b) =>
    gravest.indexOf(a.severity) - gravest.indexOf(b.severity));
  const line = (finding) => {
    const { row, cell } = finding.place;
    const content = row === 0 ? "" : (rows.get(row) || [])[cell] || "";
    return make("tr", { className: finding.severity },
      make("th", { scope: "row" }, `${finding.sheet_row || row + 1} ${
        names.get(row) || ""}`),
      row === 0 ? make("td", {}, make("mark", {}, header[cell] || "(blank)"))
        : make("td", {}, header[cell] || ""),
      row === 0 ? make("td", { className: "quiet" }, "the whole column")
        : make("td", {}, make("mark", {}, content || "(blank)")),
      make("td", {}, findingElement(finding)));
  };
  return make("div", { className: "scroll", role: "region", tabIndex: 0,
    "aria-label": caption },
  make("table", {}, make("caption", {}, caption),
    make("thead", {}, make("tr", {}, ...["Row", "Column", "Content",
      "What was found"].map((head) => make("th", { scope: "col" }, head)))),
    make("tbody", {}, ...inOrder.slice(0, MOST_SHOWN).map(line))));
};

const showFindings = (run) => {
  const { findings } = state.look;
  const errors = findings.filter((each) => each.severity === "error").length;
  const warnings = findings.length - errors;
  const last = run.err.filter((line) => /\d+ errors?, \d+ warnings?$/.test(line))
    .at(-1);
  $("found").hidden = false;
  showHumans($("humans"), humansOf(run.err));
  state.held = run.err.map((line) => /^rapport: client (\S+) (?!is in crisis)/
    .exec(line)?.[1]).filter((id, k, all) => id && all.indexOf(id) === k);
  $("save-cleared").hidden = state.held.length === 0;
  const people = last ? last.replace(/:.*/, "") : "The sheets were read";
  $("found-words").textContent = findings.length === 0
    ? `${people}: nothing is wrong.`
    : `${people}: ${count(errors, "error")}, ${count(warnings, "warning")}. ` +
      (errors ? "Fix the errors first: answer in step 2, or correct your sheet " +
        "and choose it again; your answers stay."
        : "You can match with warnings; read through them.");
  const parts = [];
  const loose = findings.filter((each) => !each.place);
  if (loose.length)
    parts.push(make("ul", {}, ...loose.slice(0, MOST_SHOWN).map((each) =>
      make("li", {}, `${each.source}${each.line > 1 ? `, line ${each.line}`
        : ""} `, findingElement(each)))));
  for (const side of [0, 1]) {
    const own = findings.filter((each) => each.place?.side === side);
    if (own.length) parts.push(sheetTable(side, own));
  }
  $("found-sheets").replaceChildren(...parts);
  $("match").hidden = errors > 0 || run.status !== 0;
  $("next-person").hidden = $("humans").hidden;
  if (state.map) markAnswers(findings);
  tellDanger();
};
