/* -- 1. the sheets: which there are is what the program's help lists -- */

const MOST_BYTES = 64 * 1024 * 1024;
const state = {
  options: [],   /* of match: { name, value, help } */
  files: {},     /* input -> { name, bytes }, or a list of them for photos */
  settings: {},  /* option -> value */
  map: null,     /* rows of the map as they are answered */
  mapIsOwn: false, /* it is used */
  answers: new Map(), /* what a person has answered, whatever the file */
  asked: new Set(),   /* keys of rows that were open once */
  open: [],      /* rows of the map that are asked */
  isProposing: false, /* they are being found */
  cells: [],     /* { row, cell, told }: where the answers stand */
  proposed: 0,   /* proposals and columns that are open */
  look: null,    /* what `look` found */
  run: null,     /* { files, summary } of the last match */
  edits: [],
  held: [],      /* ids of those who need a person and may be cleared */
  changes: [],   /* edits of the plan that is shown, as words */
};

/* Options that the page gives itself, and those that mean nothing here. */
const given = ["pages", "xlsx"];
const meaningless = ["out", "threads", "timings", "progress", "quiet", "help",
  "each", "no-bom", "format", "fail-on", "effort", "bottlenecks"];

/* The options that a help text lists. */
const parseHelp = (help) => {
  const options = [];
  for (const line of help.split("\n")) {
    const found = /^ {2}--([\w-]+)(?: (\S+))?(?: {2,}(.*))?$/.exec(line);
    if (found) options.push({ name: found[1], value: found[2] || "",
      help: found[3] || "" });
    else if (/^ {26}\S/.test(line) && options.length)
      options.at(-1).help = `${options.at(-1).help} ${line.trim()}`.trim();
  }
  return options;
};

/* Where the name of an option says little to somebody at a desk. */
const labels = { keep: "Earlier run", map: "Answers of step 2 (map.csv)",
  answers: "What clients answered", outcomes: "Questionnaires",
  cleared: "Clients a person has reviewed", top: "Therapists listed",
  today: "As of which day", frozen: "Keep every pair of the earlier run",
  objective: "What the best plan is", queue: "Who comes first",
  "use-reserve": "Openings kept for urgent clients are anybody’s",
  analyses: "What to work out about the plan", audit: "Compare groups of clients",
  "small-cell": "Smallest group that is shown", ics: "Calendars for therapists",
  "page-top": "Therapists on a client’s page",
  "page-full": "Full therapists on clients’ pages, too",
  "page-scores": "Points on clients’ pages", policy: "Other weights and rules",
  scores: "Points from elsewhere", sheet: "Tabs of the workbook",
  taxonomy: "Your own list of concerns and approaches",
  pseudonyms: "Key for pseudonyms", unknown: "Blank cells of therapists",
  dates: "Order of day and month", strict: "Unknown names are errors",
  delimiter: "Cells in results are separated by",
  limits: "Limits of therapists", groups: "Groups",
  clinic: "How to reach you (clinic.csv)" };

/* The same of what help says of them. */
const hints = {
  cleared: "A sheet with client_id, on (the day) and by (who). These clients " +
    "are matched like everybody else. Add a row when someone has reviewed " +
    "a client who needed a person",
  answers: "What each client was offered and what they answered: client_id, " +
    "answer, therapist_id, answered_on, until",
  frozen: "With an earlier run: nobody who has a place is moved",
  audit: "Names of columns of clients, such as audit_gender: who has a place, " +
    "by group; a rough guide",
  "use-reserve": "Openings that therapists keep for urgent clients may go to " +
    "anybody" };

const begin = (words) => words[0].toUpperCase() + words.slice(1);

const labelOf = (name) => labels[name] || begin(name.replaceAll("-", " "));

const isFile = (option) => option.value === "FILE";
const isFolder = (option) => option.value === "DIR";
const isInput = (option) => (isFile(option) || isFolder(option)) &&
  !meaningless.includes(option.name);
const isSetting = (option) => !isInput(option) &&
  !meaningless.includes(option.name) && !given.includes(option.name);

/* Help speaks to a command line. */
const hintOf = (option) => {
  if (hints[option.name]) return hints[option.name];
  const help = option.help.replace(/: CSV .*$/, "")
    .replace(/, as rapport map says; may be repeated/,
      " (saved from step 2 another week)");
  return begin(option.name === "keep"
    ? `${help.replace(/^an earlier run: /, "")} (the .zip saved here)`
    : isFolder(option) ? `${help} (a .zip of the folder)` : help);
};

const fileInput = (name, label, accept, multiple = false) =>
  make("p", {}, make("label", { className: "file" }, label,
    make("input", { type: "file", "data-input": name, accept, multiple })), " ",
  make("span", { className: "chosen", "data-chosen": name, hidden: true }));

const listExtras = () => {
  const rows = state.options.filter(isInput).map((option) => {
    const input = fileInput(option.name,
      `Choose: ${labelOf(option.name)}`,
      isFolder(option) ? ".zip" : "");
    if (state.templates.includes(option.name))
      input.append(" ", make("button", { type: "button",
        "data-template": option.name },
      `Empty sheet for ${option.name}`));
    if (option.name === "cleared")
      input.append(" ", make("button", { type: "button", id: "empty-cleared" },
        "Empty sheet of clients reviewed"));
    return make("div", {}, make("h3", {}, labelOf(option.name)),
      make("p", { className: "quiet" }, `${hintOf(option)}.`), input);
  });
  rows.push(make("div", {}, make("h3", {}, "Photos"),
    make("p", { className: "quiet" }, "Portraits that the therapists’ sheet " +
      "names in its column photo."),
    fileInput("photos", "Choose: Photos", "image/jpeg,image/png", true)));
  $("extras").replaceChildren(...rows);
};

const settingInput = (option) => {
  const id = `setting-${option.name}`;
  if (!option.value)
    return make("label", { className: "inline" },
      make("input", { type: "checkbox", id, "data-setting": option.name }),
      labelOf(option.name));
  const words = option.value.split("|");
  const isChoice = words.length > 1 && !words.includes("LIST");
  const input = isChoice
    ? make("select", { id, "data-setting": option.name },
      make("option", { value: "" }, "as usual"),
      ...words.map((word) => make("option", { value: word }, word)))
    : make("input", { id, "data-setting": option.name, spellcheck: false,
      type: option.value === "DATE" ? "date"
        : option.value === "N" ? "number" : "text" });
  return make("div", { className: "field" },
    make("label", { htmlFor: id }, labelOf(option.name)), input);
};

const listSettings = () => $("settings").replaceChildren(
  ...state.options.filter(isSetting).map((option) => make("div", {},
    settingInput(option),
    make("p", { className: "quiet" }, `${hintOf(option)}.`))));

/* -- taking files -- */

const isImage = (name) => /\.(jpe?g|png)$/i.test(name);

const refuse = (words) => {
  $("refused").hidden = !words;
  $("refused").textContent = words || "";
};

const showChosen = (name) => {
  const chosen = document.querySelector(`[data-chosen="${name}"]`);
  const file = state.files[name];
  chosen.hidden = !file;
  chosen.replaceChildren();
  chosen.closest(".zone")?.classList.toggle("full", Boolean(file));
  if (!file) return;
  const words = Array.isArray(file) ? count(file.length, "photo") : file.name;
  chosen.append(words, " ", make("button", { type: "button",
    "data-out": name }, "Remove",
  make("span", { className: "hidden-words" }, ` ${words}`)));
};

const takeOut = (name) => {
  delete state.files[name];
  showChosen(name);
  document.querySelector(`[data-input="${name}"]`).focus();
};

/* What a dropped file is, by its name; else the first zone that is empty. */
const guess = (name) => {
  const base = name.toLowerCase();
  /* as the empty workbook is called; clinic.csv is how to reach the clinic */
  if (/^clinic.*\.xlsx$/.test(base)) return "therapists";
  const extras = state.options.filter(isInput).map((option) => option.name);
  const own = extras.find((each) => base.startsWith(each));
  if (own) return own;
  if (isImage(base)) return "photos";
  if (/\.zip$/.test(base)) return "keep";
  if (/therap|clinician|provider|roster|staff/.test(base)) return "therapists";
  if (/client|patient|intake|form|respons/.test(base)) return "clients";
  return state.files.therapists ? "clients" : "therapists";
};

const isKnownFolder = (name) => {
  const option = state.options.find((each) => each.name === name);
  return option && isFolder(option);
};

/* @return false: it was refused, and why was said */
const take = async (name, file) => {
  if (file.size > MOST_BYTES) {
    refuse(`“${file.name}” has ${Math.round(file.size / 1048576)} MB. This ` +
      "page takes sheets of up to 64 MB: is it the right file? A sheet of a " +
      "thousand clients has about half of one.");
    return false;
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (name === "photos")
    state.files.photos = [...(state.files.photos || [])
      .filter((each) => each.name !== file.name), { name: file.name, bytes }];
  else if (isKnownFolder(name)) {
    try {
      const inside = folderWith(await readZip(bytes),
        name === "keep" ? "run.json" : "concerns.csv");
      if (!inside) throw new Error("no results of a run are in it");
      state.files[name] = { name: file.name, inside };
    } catch (error) {
      refuse(`“${file.name}”: ${error.message}.`);
      return false;
    }
  } else
    state.files[name] = { name: file.name, bytes };
  showChosen(name);
  if (name === "clinic") readContact();
  return true;
};

/* A workbook begins as every .zip archive does. */
const isBook = (file) => file && file.bytes && file.bytes[0] === 0x50 &&
  file.bytes[1] === 0x4b;
const otherOf = { therapists: "clients", clients: "therapists" };

/* Tabs of a workbook; none where it cannot be told. */
const tabsOf = async (file) => {
  const book = (await readZip(file.bytes)).find(([path]) =>
    path === "xl/workbook.xml");
  return book ? [...text(book[1]).matchAll(/<(?:\w+:)?sheet /g)].length : 0;
};

/* One workbook may hold both sheets: where each is a tab of its own, and both
   have rows, it fills both zones. */
const tryBoth = async (name) => {
  const file = state.files[name], other = otherOf[name];
  if (!other || state.files[other] || !isBook(file)) return;
  if (await tabsOf(file).catch(() => 0) < 2) return;
  const { runs } = await work("Looking for both sheets", {
    files: [[file.name, file.bytes]],
    commands: [{ words: ["check", "--", file.name] }] });
  const isBoth = runs[0].err.some((line) =>
    /^\d+ therapists?, \d+ clients?/.test(line)) &&
    !runs[0].err.some((line) => /: error: workbook: only the sheet/.test(line));
  if (isBoth && state.files[name] === file && !state.files[other])
    state.files[other] = file;
  showChosen(other);
};

/* One sheet alone is not looked at: half of what it says is about the other. */
const tellNext = () => {
  const { therapists, clients } = state.files;
  const missing = therapists && !clients ? "clients"
    : clients && !therapists ? "therapists" : "";
  $("next-sheet").hidden = !missing;
  $("next-sheet").textContent = missing
    ? `Now choose the ${missing}’ sheet. Nothing is checked before both are ` +
      "here." : "";
};

const takeAll = async (files, zone) => {
  refuse("");
  let taken = false;
  say("");
  for (const file of files) {
    const name = zone && !(files.length > 1 && zone !== "photos") ? zone
      : guess(file.name);
    if (await take(name, file)) {
      taken = true;
      if (files.length === 1) await tryBoth(name).catch(tellFailure);
    }
    if (!["therapists", "clients"].includes(name)) $("more-sheets").open = true;
  }
  if (taken) sheetsChanged();
};

/* -- where they stand for the program -- */

/* Names of their own, unless two are the same or could be an option. */
const places = () => {
  const used = new Set(), at = {};
  for (const [name, file] of Object.entries(state.files)) {
    if (Array.isArray(file) || file.inside) continue;
    if (file === state.files[otherOf[name]] && at[otherOf[name]]) {
      at[name] = at[otherOf[name]];
      continue;
    }
    const plain = file.name.replaceAll("/", "_");
    at[name] = used.has(plain) || plain.startsWith("-")
      ? `${name}/${plain}` : plain;
    used.add(plain);
  }
  return at;
};

/* Files, and the words that name them and the settings, for a command. */
const job = () => {
  const at = places(), files = [], words = [];
  for (const [name, path] of Object.entries(at)) {
    if (name === "map" && state.mapIsOwn) continue;
    files.push([path, state.files[name].bytes]);
    if (!["therapists", "clients"].includes(name))
      words.push(`--${name}`, path);
  }
  for (const [name, file] of Object.entries(state.files))
    if (file.inside) {
      files.push(...file.inside.map(([path, bytes]) =>
        [`${name}-folder/${path}`, bytes]));
      words.push(`--${name}`, `${name}-folder`);
    }
  for (const photo of state.files.photos || [])
    files.push([photo.name, photo.bytes]);
  if (state.map && state.mapIsOwn) {
    files.push(["map.csv", mapBytes()]);
    words.push("--map", "map.csv");
  }
  const both = [at.therapists, at.clients];
  return { files, words, both,
    sheets: both[0] === both[1] ? [both[0]] : both };
};

/* Settings that a command knows. */
const settingsFor = (options) => Object.entries(state.settings)
  .filter(([name, value]) => value && options.some((each) => each.name === name))
  .flatMap(([name, value]) => value === true ? [`--${name}`]
    : [`--${name}`, value]);
