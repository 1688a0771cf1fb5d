/* -- 6. what if: edits of cells, a new run, and who moves -- */

const EDITED = "edited-by-rapport", AFTER = "results-after", DIFF = "diff";

const sideOfEdit = () => Number($("edit-side").value);

const cellOf = (side, id, column) => {
  const sheet = state.look.sheets[side];
  const rows = new Map(sheet.rows);
  const person = sheet.people.find(([each]) => each === id);
  const at = (rows.get(0) || []).indexOf(column);
  const row = person && rows.get(person[2]);
  return row && at >= 0 ? row[at] : "";
};

const showCell = () => {
  $("edit-value").value = cellOf(sideOfEdit(), $("edit-person").value,
    $("edit-column").value);
};

/* The column of openings, under whatever name: what is changed most. */
const openingsOf = (header) => {
  const mapped = (state.map || []).find((row) => row.sheet === "therapists" &&
    !row.value && ["openings", "capacity"].includes(row.to));
  return header.find((name) => /^openings$/i.test(name)) ||
    header.find((name) => mapped && name === mapped.column);
};

const showEdits = () => {
  const side = sideOfEdit();
  const sheet = state.look.sheets[side];
  const header = (new Map(sheet.rows).get(0) || []).filter(Boolean);
  $("edit-person").replaceChildren(...sheet.people.map(([id, name]) =>
    make("option", { value: id }, name ? `${id} ${name}` : id)));
  $("edit-column").replaceChildren(...header.map((name) =>
    make("option", { value: name }, name)));
  const openings = openingsOf(header);
  if (side === 0 && openings) $("edit-column").value = openings;
  showCell();
  listEdits();
};

const listEdits = () => {
  $("edits").replaceChildren(...state.edits.map((edit, k) => make("li", {},
    `${nameOf(edit.side, edit.id)}, ${edit.column}: “${edit.from}” becomes ` +
    `“${edit.to}” `, make("button", { type: "button", "data-drop": k }, "Undo",
      make("span", { className: "hidden-words" },
        ` the change of ${edit.id}, ${edit.column}`)))));
  $("try").disabled = state.edits.length === 0;
};

const addEdit = () => {
  const side = sideOfEdit();
  const edit = { side, id: $("edit-person").value,
    column: $("edit-column").value, to: $("edit-value").value };
  edit.from = cellOf(side, edit.id, edit.column);
  state.edits = state.edits.filter((each) => each.side !== side ||
    each.id !== edit.id || each.column !== edit.column);
  if (edit.from !== edit.to) state.edits.push(edit);
  listEdits();
};

/* Settings that whatif knows: it solves twice, and writes no pages. */
const whatifWords = ({ words, sheets }) => ["whatif", ...words,
  ...settingsFor(state.whatifOptions),
  ...state.edits.flatMap((edit) =>
    ["--set", `${edit.id}.${edit.column}=${edit.to}`]),
  "--write", EDITED, "--", ...sheets];

const tryEdits = async () => {
  say("");
  const here = job();
  /* whatif saves a sheet of a workbook as CSV, under the usual name */
  const edited = ["therapists", "clients"].map((name, side) => `${EDITED}/${
    isBook(state.files[name]) ? `${name}.csv`
      : here.both[side].split("/").at(-1)}`);
  if (edited[0] === edited[1])
    edited.splice(0, 2, `${EDITED}/therapists.csv`, `${EDITED}/clients.csv`);
  try {
    const done = await work("Trying", {
      files: [...here.files, ...resultList(state.run.files, OUT)
        .map(([path, bytes]) => [`${OUT}/${path}`, bytes])],
      folders: [DIFF],
      commands: [{ words: whatifWords(here) },
        { words: matchWords({ ...here, sheets: edited }, AFTER) },
        { words: ["diff", OUT, AFTER, "--out", DIFF] }],
      wanted: [EDITED, AFTER, DIFF] });
    showTried(done);
  } catch (error) {
    tellFailure(error);
  }
};

/* Who was held for a person and would not be any more: [id, ...]. */
const noLongerHeld = (done) => {
  const statusIn = (files, folder) => new Map(
    records(files.get(`${folder}/assignments.csv`) || new Uint8Array())
      .map((row) => [row.client_id, row]));
  const before = statusIn(state.run.files, OUT), after = statusIn(done.files, AFTER);
  return [...before.values()].filter((row) => row.status === "human" &&
    after.get(row.client_id)?.status !== "human")
    .map((row) => ({ id: row.client_id, wasCrisis: row.tier === "crisis",
      now: after.get(row.client_id) }));
};

/* A line of whatif: "newly placed C07 to T03". */
const moveOf = (line) => {
  const found = new RegExp("^(newly placed|displaced|moved) +(\\S+)" +
    "(?: from (\\S+))?(?: to (\\S+))?$").exec(line);
  return found && { what: found[1], who: nameOf(1, found[2]),
    from: found[3] ? nameOf(0, found[3]) : "",
    to: found[4] ? nameOf(0, found[4]) : "" };
};

const showTried = (done) => {
  const bad = done.runs.find((run) => run.status !== 0);
  const box = $("tried");
  box.hidden = false;
  if (bad) {
    box.replaceChildren(make("p", { className: "trouble" }, troubleOf(bad)));
    box.focus();
    return;
  }
  const lines = text(done.runs[0].out).split("\n");
  const moves = lines.map(moveOf).filter(Boolean);
  const totals = lines.map((line) => /^(placed|points) +(.*)$/.exec(line))
    .filter(Boolean).flatMap(([, key, words]) =>
      [make("dt", {}, key === "points" ? "Points, with those for waiting"
        : labelOf(key)), make("dd", {},
        words.replaceAll("->", "→"))]);
  const freed = noLongerHeld(done);
  for (const { id, wasCrisis, now } of freed) {
    const found = moves.find((move) => move.who === nameOf(1, id));
    const what = wasCrisis ? "no longer in crisis" : "no longer held for a person";
    if (found) found.what = `${what}, ${found.what}`;
    else moves.unshift({ what, who: nameOf(1, id), from: "a person",
      to: now?.therapist_id ? nameOf(0, now.therapist_id) : "waiting" });
  }
  moves.sort((a, b) => b.what.startsWith("no longer") -
    a.what.startsWith("no longer"));
  const table = make("table", {}, make("caption", {}, "Who moves"),
    make("thead", {}, make("tr", {}, ...["What", "Client", "From", "To"]
      .map((head) => make("th", { scope: "col" }, head)))),
    make("tbody", {}, ...moves.map((move) => make("tr", {},
      make("td", {}, move.what), make("th", { scope: "row" }, move.who),
      make("td", {}, move.from), make("td", {}, move.to)))));
  const keep = make("button", { type: "button" }, "Go on with this plan");
  keep.addEventListener("click", () => adopt(done));
  const warning = freed.length ? [freedWarning(freed, keep)] : [];
  const saving = make("button", { type: "button" },
    "Save the changed sheets and what changed (.zip)");
  saving.addEventListener("click", async () => save("rapport-whatif.zip",
    await writeZip([...resultList(done.files, EDITED),
      ...resultList(done.files, DIFF)])));
  box.replaceChildren(...warning, make("dl", { className: "summary" }, ...totals),
    moves.length ? table : make("p", {}, "Nobody moves."),
    make("p", { className: "actions" }, keep, " ", saving));
  box.focus();
};

/* Loud, and the way on is shut until somebody says that it is true. */
const freedWarning = (freed, keep) => {
  const names = (list) => list.map(({ id }) => nameOf(1, id)).join(", ");
  const crisis = freed.filter((each) => each.wasCrisis);
  const others = freed.filter((each) => !each.wasCrisis);
  const sure = make("input", { type: "checkbox", id: "sure" });
  keep.disabled = true;
  sure.addEventListener("change", () => { keep.disabled = !sure.checked; });
  return make("div", { className: "humans", role: "alert" },
    ...crisis.length ? [make("p", {}, make("strong", {},
      `${names(crisis)}: in crisis in your sheet, and no longer with this ` +
      "change. "), "Nobody would be told to act for them.")] : [],
    ...others.length ? [make("p", {}, make("strong", {},
      `${names(others)}: held for a person in your sheet, and no longer with ` +
      "this change."))] : [],
    make("p", {}, make("label", { className: "inline" }, sure,
      `A clinician has decided this about ${names(freed)}`)));
};

/* The changed sheets become those of this page; the files on disk stay. */
const adopt = async (done) => {
  const sheets = resultList(done.files, EDITED);
  const names = ["therapists", "clients"];
  names.forEach((name) => {
    const own = state.files[name].name;
    const found = sheets.find(([path]) => path === own) ||
      sheets.find(([path]) => path === `${name}.csv`);
    state.files[name] = { name: found[0], bytes: found[1] };
    showChosen(name);
  });
  state.changes.push(...state.edits.map((edit) =>
    `${nameOf(edit.side, edit.id)}, ${edit.column}: “${edit.from}” became “${
      edit.to}”`));
  state.edits = [];
  $("tried").hidden = true;
  if (await checkSheets()) await runMatch();
};
