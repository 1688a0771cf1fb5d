/* -- what happens when -- */

/* Look at the sheets: what is wrong with them. -> were they read? */
const checkSheets = async () => {
  const here = job();
  say("");
  forgetRun();
  try {
    const done = await work("Reading the sheets", { files: here.files,
      commands: [{ words: ["look", ...here.words,
        ...settingsFor(state.checkOptions), "--", ...here.both] }] });
    const [run] = done.runs;
    state.look = run.out.length ? JSON.parse(text(run.out)) : null;
    if (!state.look) {
      say(run.err.join("\n"));
      return false;
    }
    showFindings(run);
    return run.status === 0;
  } catch (error) {
    tellFailure(error);
    return false;
  }
};

/* New sheets: first what their columns mean, then what is wrong. */
const sheetsChanged = async (isNew = true) => {
  const hasBoth = state.files.therapists && state.files.clients;
  forgetRun();
  state.mapIsOwn = false;
  if (isNew) state.changes = [];
  if (isNew)
    for (const part of ["meaning", "found", "match"]) $(part).hidden = true;
  tellNext();
  if (!hasBoth) return;
  const here = job();
  const known = here.words.indexOf("--map");
  const old = known < 0 ? [] : here.words.slice(known, known + 2);
  say("");
  state.isProposing = true;
  try {
    const propose = (maps, more) => work("Reading the sheets", {
      files: [...here.files, ...more],
      commands: [{ words: ["map", ...maps, ...settingsFor(state.mapOptions),
        "--", ...here.sheets] }] });
    takeProposal((await propose(old, [])).runs[0]);
    /* columns that mean something else ask other questions */
    const columns = state.map ? columnAnswers() : [];
    if (columns.length) {
      const own = "answers-of-step-2.csv";
      takeProposal((await propose([...old, "--map", own],
        [[own, writeCsv([mapColumns, ...columns.map((row) =>
          mapColumns.map((name) => row[name]))])]])).runs[0], true);
    }
    if (state.map) applyAnswers();
    state.isProposing = false;
    showQuestions();
  } catch (error) {
    if (error.message !== "stopped") state.isProposing = false;
    tellFailure(error);
    return;
  }
  await checkSheets();
  /* again, with the people of both sheets to choose from */
  showQuestions();
  if (state.look) markAnswers(state.look.findings);
};

const forgetRun = () => {
  state.run = null;
  state.edits = [];
  for (const part of ["results", "whatif", "tried"]) $(part).hidden = true;
};

const takeDemo = async () => {
  const demo = JSON.parse($("demo-sheets").textContent);
  refuse("");
  state.answers.clear();
  state.asked.clear();
  for (const name of Object.keys(state.files)) {
    delete state.files[name];
    showChosen(name);
  }
  readContact();
  for (const [name, content] of Object.entries(demo)) {
    state.files[name] = { name: `${name}.csv`,
      bytes: new TextEncoder().encode(content) };
    showChosen(name);
  }
  await sheetsChanged();
};

const saveTemplate = async (sheet) => {
  const { runs } = await work("Making an empty sheet", { files: [],
    commands: [{ words: ["template", sheet] }] });
  save(`${sheet}.csv`, runs[0].out, "text/csv");
};

/* Whom step 3 names, to be filled in. */
const clearedBytes = () => writeCsv([["client_id", "on", "by"],
  ...state.held.map((id) => [id, "", ""])]);

const saveBook = async () => {
  const { files } = await work("Making an empty workbook", { files: [],
    commands: [{ words: ["template", "--xlsx", "--out", "clinic.xlsx"] }],
    wanted: ["clinic.xlsx"] });
  save("clinic.xlsx", files.get("clinic.xlsx"));
};

/* -- dropping -- */

const listenToDrops = () => {
  const zoneOf = (event) => event.target.closest?.("[data-zone]");
  const mark = (zone) => document.querySelectorAll("[data-zone]")
    .forEach((each) => each.classList.toggle("over", each === zone));
  addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(zoneOf(event));
  });
  addEventListener("dragleave", () => mark(null));
  addEventListener("drop", (event) => {
    event.preventDefault();
    mark(null);
    const files = [...event.dataTransfer.files];
    if (files.length) takeAll(files, zoneOf(event)?.dataset.zone);
  });
};

/* -- what is pressed -- */

const presses = {
  demo: takeDemo,
  stop,
  run: () => runMatch(),
  "empty-book": () => saveBook().catch(tellFailure),
  "empty-cleared": () => save("cleared.csv",
    writeCsv([["client_id", "on", "by"]]), "text/csv"),
  "save-cleared": () => save("cleared.csv", clearedBytes(), "text/csv"),
  "print-with": () => printWith().catch(tellFailure),
  "print-without": printWithout,
  "ask-close": () => $("ask-contact").close(),
  "keep-map": () => save("map.csv", mapBytes(), "text/csv"),
  "keep-clinic": () => save("clinic.csv", contactBytes(), "text/csv"),
  "save-contact": () => save("clinic.csv", contactBytes(), "text/csv"),
  "save-map": () => save("map.csv", mapBytes(), "text/csv"),
  "open-report": () => view("report.html"),
  "save-zip": saveZip,
  "save-xlsx": () => save("results.xlsx", resultFile("results.xlsx")),
  tick: tickFirst,
  "print-pages": printTicked,
  "edit-add": addEdit,
  try: tryEdits,
  "viewer-print": printViewed,
  "viewer-save": () => save(viewed.split("/").at(-1), resultFile(viewed),
    "text/html"),
  "viewer-close": () => $("viewer").close(),
};

const listen = () => {
  for (const [id, action] of Object.entries(presses))
    $(id).addEventListener("click", action);
  document.addEventListener("click", (event) => {
    const data = event.target.closest?.("button")?.dataset || {};
    if (data.out) {
      takeOut(data.out);
      readContact();
      sheetsChanged();
    }
    if (data.template) saveTemplate(data.template).catch(tellFailure);
    if (data.page) view(data.page);
    if (data.drop) {
      state.edits.splice(Number(data.drop), 1);
      listEdits();
    }
  });
  document.addEventListener("change", (event) => {
    const { input, setting } = event.target.dataset;
    if (input && event.target.files.length) {
      takeAll([...event.target.files], input);
      event.target.value = ""; /* the same one, changed, may come again */
    }
    if (setting) {
      state.settings[setting] = event.target.type === "checkbox"
        ? event.target.checked : event.target.value;
      const isOf = (options) => options.some((each) => each.name === setting);
      if (isOf(state.mapOptions)) sheetsChanged();
      else if (isOf(state.checkOptions)) checkSheets();
    }
  });
  $("contact").addEventListener("change", takeContact);
  $("page-search").addEventListener("input", showPages);
  $("edit-side").addEventListener("change", showEdits);
  $("edit-person").addEventListener("change", showCell);
  $("edit-column").addEventListener("change", showCell);
  $("viewer").addEventListener("close", () => { $("frame").srcdoc = ""; });
  listenToDrops();
};

/* Everything that the page offers is what this program offers. */
const start = async () => {
  await openProgram();
  const { runs } = await work("Starting", { files: [], commands: [
    ["help", "match"], ["help", "whatif"], ["help", "check"],
    ["columns", "therapists"], ["columns", "clients"], ["--version"],
    ["help", "template"], ["help", "map"],
  ].map((words) => ({ words, always: true })) });
  [state.options, state.whatifOptions, state.checkOptions] = runs.slice(0, 3)
    .map((run) => parseHelp(text(run.out)));
  listColumns("therapists", runs[3].out);
  listColumns("clients", runs[4].out);
  $("version").textContent = text(runs[5].out).trim();
  state.mapOptions = parseHelp(text(runs[7].out));
  state.templates = (/([a-z]+(?:\|[a-z]+)+)/.exec(text(runs[6].out)) || [""])[0]
    .split("|");
  const hasBooks = state.options.some((each) => each.name === "xlsx");
  document.querySelectorAll("[data-xlsx]").forEach((each) => {
    each.hidden = !hasBooks;
  });
  $("csv-only").hidden = hasBooks;
  listExtras();
  listContact();
  listSettings();
  listen();
  $("page").hidden = false;
  /* chosen before anybody listened */
  for (const input of document.querySelectorAll("[data-input]"))
    if (input.files.length) await takeAll([...input.files], input.dataset.input);
};

if (typeof WebAssembly === "object" && "DecompressionStream" in window &&
    "showModal" in HTMLDialogElement.prototype)
  start().catch((error) => {
    $("too-old").hidden = false;
    $("too-old").textContent += ` (${error.message})`;
  });
else
  $("too-old").hidden = false;
