/* -- 2. what the columns mean: the map, as a table to answer -- */

/* Rows: { sheet, column, value, to, count, why }; `to` is ? until answered. */
const mapColumns = ["sheet", "column", "value", "to", "count", "why"];

const mapBytes = () => writeCsv([mapColumns,
  ...state.map.map((row) => mapColumns.map((name) => row[name]))]);

const isOpen = (row) => row.to === "?";
/* The program counts its proposals, but does not mark them. */
const isPlaced = (row) => state.proposed === 0 ||
  /its own name|another name of|is(?: not)? used|for audits/.test(row.why);

/* Columns of each sheet, to choose from: [name, meaning]. */
const columnsOf = {};
/* "clients urgency" -> [routine, soon, urgent, crisis] */
const choicesIn = {}, namesIn = {};
const listColumns = (name, bytes) => {
  for (const row of records(bytes)) {
    const words = /^([a-z_]+(?:, [a-z_]+)+)(?:[;:]|$)/.exec(row.meaning);
    if (row.kind === "yes or no")
      choicesIn[`${name} ${row.column}`] = ["yes", "no"];
    else if (words)
      (row.kind === "a choice" ? choicesIn : namesIn)[
        `${name} ${row.column}`] = words[1].split(", ");
  }
  columnsOf[name] = records(bytes).map((row) => [row.column, row.meaning]);
};

/* Words behind a mark in what the program says, up to the last choice. */
const wordsBehind = (why, mark) => why.includes(mark)
  ? why.slice(why.indexOf(mark) + mark.length).replace(/(^|, )or blank.*$/, "")
    .split(", ").filter((word) => /^\S+$/.test(word)) : [];

/* What may stand there: a column, or one of the words that the program names
   for this content, or for another of the same column. */
const wordsOf = (row) => {
  const named = [row, ...state.map.filter((other) => isSibling(row, other))]
    .map((each) => wordsBehind(each.why, "expected one of "))
    .find((words) => words.length);
  return named || choicesIn[`${row.sheet} ${targetOf(row)}`] || [];
};

const isSibling = (row, other) => other.sheet === row.sheet &&
  other.column === row.column;

/* The column of ours that a content stands in. */
const targetOf = (row) => state.map.find((each) => isSibling(row, each) &&
  !each.value)?.to || "";

/* Whom nobody may drop with one press: conflicts and decisions of people. */
const isOfPeople = (row) => row.value !== "" && ["declines", "pin",
  "avoid_therapists", "past_therapists", "linked_to"].includes(targetOf(row));

/* May this be left out? An answer about urgency or danger is an answer. */
const mayLeave = (row) => !isOfPeople(row) && !(row.value &&
  (targetOf(row) === "risk" || (targetOf(row) === "urgency" &&
    dangerWords.test(row.value))));

/* More than so many are typed, not chosen: a list of them would stop the tab. */
const MOST_PEOPLE = 500;

/* Everybody whom a row may mean. */
const everybodyOf = (row) => state.look?.sheets[row.sheet === "clients" &&
  targetOf(row) !== "linked_to" ? 0 : 1].people || [];

const peopleOf = (row) => {
  const people = everybodyOf(row);
  return people.length > MOST_PEOPLE ? []
    : people.map(([id, name]) => [id, name ? `${id} ${name}` : id]);
};

/* [value, words] to choose from; none: whatever is written. */
const choicesOf = (row) => {
  const open = ["?", "not answered yet"];
  if (row.value === "scale 1-5")
    return [["?", "not answered yet: 0 is the middle"],
      ["", "yes, from 1 to 5"]];
  if (isOfPeople(row) && everybodyOf(row).length <= MOST_PEOPLE)
    return [open, ...peopleOf(row), ["", "it names nobody: these are other words"]];
  const likely = wordsBehind(row.why, "danger: ");
  const words = row.value ? wordsOf(row).map((word) => [word, word])
    : [...likely.map((word) => [word, word]),
      ...(columnsOf[row.sheet] || []).filter(([name]) =>
        !likely.includes(name)).map(([name, meaning]) =>
        [name, `${name}: ${meaning}`])];
  if (!words.length) return [];
  return [open, ...mayLeave(row) ? [["", row.value ? "leave it out"
    : "do not use this column"]] : [], ...words];
};

const chooser = (row, words, answer) => {
  const choices = choicesOf(row);
  if (!choices.some(([value]) => value === row.to))
    choices.push([row.to, row.to]);
  const select = make("select", { "aria-label": words },
    ...choices.map(([value, label]) => make("option", { value }, label)));
  select.value = row.to;
  const [value, label] = choices.find(([each]) => each !== "?" && each !== "" &&
    each === wordsUnderstood(row)) || [];
  const use = value === undefined ? [] : [" ", make("button",
    { type: "button", hidden: row.to === value }, `Use “${label}”`)];
  const show = () => {
    if (use.length) use[1].hidden = select.value === value;
  };
  select.addEventListener("change", () => {
    answer(select.value);
    show();
  });
  if (use.length) use[1].addEventListener("click", () => {
    select.value = value;
    select.dispatchEvent(new Event("change"));
    select.focus();
  });
  return [select, ...use];
};

/* What the other sheet says for the same thing, to choose from. */
const sameThing = { concerns: "specialties", want_modalities: "modalities",
  languages: "languages", insurance: "insurance", sites: "sites",
  formats: "formats", lives_in: "licensed_in", client_type: "client_types" };

const wordsElsewhere = (row) => {
  const own = targetOf(row);
  const [, other] = row.sheet === "clients" ? [own, sameThing[own]]
    : [own, Object.keys(sameThing).find((each) => sameThing[each] === own)];
  const column = other && state.map.find((each) => each.sheet !== row.sheet &&
    !each.value && each.to === other)?.column;
  const rows = column && state.look?.sheets[row.sheet === "clients" ? 0 : 1].rows;
  if (!rows) return [];
  const at = rows[0][1].indexOf(column);
  return at < 0 ? [] : [...new Set(rows.slice(1).flatMap(([, cells]) =>
    (cells[at] || "").split(/[;,]/)).map((each) => each.trim().split(":")[0])
    .filter(Boolean))].sort();
};

/* The names that are built in for the column, such as all concerns. */
const namesBuiltIn = (row) => [...state.look?.names[
  state.look.named[`${row.sheet} ${targetOf(row)}`]] || []].sort();

const writer = (row, words, answer) => {
  const id = `words-${state.map.indexOf(row)}`;
  const names = [...new Set([...namesIn[`${row.sheet} ${targetOf(row)}`] ||
    wordsElsewhere(row), ...namesBuiltIn(row)])];
  const input = make("input", { type: "text", spellcheck: false,
    value: isOpen(row) ? "" : row.to, "aria-label": words });
  input.setAttribute("list", id);
  const list = make("datalist", { id }, ...names.map((value) =>
    make("option", { value })));
  const leave = make("button", { type: "button" }, "Leave it out");
  const understood = wordsUnderstood(row);
  const use = understood ? make("button", { type: "button" },
    `Use “${understood}”`) : null;
  const show = () => {
    input.placeholder = isOpen(row) ? "not answered yet" : "left out";
    leave.hidden = row.to === "" || !mayLeave(row);
    if (use) use.hidden = row.to === understood;
  };
  const set = (to) => {
    input.value = to;
    answer(to);
    show();
    input.focus();
  };
  input.addEventListener("change", () => {
    const to = input.value.trim();
    answer(to === "" && !mayLeave(row) ? "?" : to);
    show();
  });
  leave.addEventListener("click", () => set(""));
  use?.addEventListener("click", () => set(understood));
  show();
  return [input, list, " ", ...(use ? [use, " "] : []), leave];
};

/* "Mon 9-12" as "Mon 9am-12pm", as an office would mean it: the day begins
   between 7 and 6, and ends after it has begun. "" where nothing is to say. A
   person presses the button or does not. */
const hoursUnderstood = (value) => {
  const range = /(?<![\d:.])(\d{1,2})(:\d\d)?\s*(?:-|–|—|to)\s*(\d{1,2})(:\d\d)?(?!\s*[ap]\.?m|[\d:])/gi;
  let isSure = true;
  const half = (hour) => hour >= 7 && hour < 12 ? 0 : 12;
  const meant = value.replace(range, (all, from, fromPart, to, toPart) => {
    const begin = Number(from), end = Number(to);
    if (begin < 1 || begin > 12 || end < 1 || end > 12) isSure = false;
    const begins = begin % 12 + half(begin);
    const ends = end % 12 + (end % 12 > begins ? 0 : 12);
    const word = (hour, text, part = "") =>
      `${text}${part}${hour < 12 ? "am" : "pm"}`;
    return `${word(begins, from, fromPart)}-${word(ends, to, toPart)}`;
  });
  return isSure && meant !== value ? meant : "";
};

const plainWords = (words) => words.normalize("NFKD")
  .replace(/\p{M}/gu, "").replace(/[łŁ]/g, "l")
  .toLowerCase().match(/\p{L}{4,}/gu) || [];

/* "speaks of Anxiety": what the program would take it for; and the only one
   who is called so. A person presses the button or does not. */
const wordsUnderstood = (row) => {
  if (row.why === "expected times of the week")
    return hoursUnderstood(row.value);
  if (!isOfPeople(row)) return /^speaks of ([^,;]+)$/.exec(row.why)?.[1] || "";
  const said = plainWords(row.value);
  const found = peopleOf(row).filter(([, name]) => plainWords(name)
    .some((word) => said.includes(word)));
  return found.length === 1 ? found[0][0] : "";
};

const answerCell = (row) => {
  const words = row.value ? `What “${row.value}” under “${row.column}” means`
    : `What the column “${row.column}” means`;
  const cell = make("td", { className: isOpen(row) ? "asked" : "" });
  const told = make("span", { className: "told" });
  const answer = (to) => {
    keepAnswer(row, to);
    cell.classList.toggle("asked", isOpen(row));
    told.textContent = "";
    tellCount();
    changed(row);
  };
  cell.append(...(choicesOf(row).length ? chooser : writer)(row, words,
    answer), told);
  state.cells.push({ row, cell, told });
  return cell;
};

/* What is asked is never out of sight. */
const mapTable = (rows, caption, kind = "") => make("div", {
  className: `scroll ${kind}`,
  role: "region", "aria-label": caption, tabIndex: 0 },
make("table", {}, make("caption", {}, caption),
  make("thead", {}, make("tr", {}, ...["Sheet", "Column", "Content",
    "Means", "Cells", "Why"].map((head) =>
    make("th", { scope: "col" }, head)))),
  make("tbody", {}, ...rows.map((row) => make("tr", {},
    make("td", {}, row.sheet), make("th", { scope: "row" }, row.column),
    make("td", {}, row.value), answerCell(row),
    make("td", {}, row.count), make("td", {}, whyWords(row.why)))))));

/* What a question is about, in front of a desk. */
const whyWords = (why) => why
  .replace(/^another name of (\S+)$/, "another word for “$1”")
  .replace(/^no column of ours is like it: left out$/,
    "this program has no use for it")
  .replace(/^expected a known name$/, "not a name that this program knows")
  .replace(/^speaks of (.*)$/, "seems to be about $1")
  .replace(/^expected times of the week$/,
    "morning or afternoon? As in Mon 9am-12pm; Thu after 5pm")
  .replace(/^expected a date YYYY-MM-DD$/,
    "not understood as a date: write it as 2026-10-05")
  .replace(/^no id and no name: an id, or blank for nobody$/,
    "nobody on the sheet is called this")
  .replace(/^its words; 0 of \d+ .*$/, "by its heading; its content is not " +
    "understood yet")
  .replace(/^its words; (\d+) of (\d+) different cells read so$/,
    "by its heading; $1 of $2 kinds of answer are understood");

/* Asked even where all columns are known: nobody may become routine. */
const isGrave = (row) => isOpen(row) && row.value &&
  (["urgency", "risk"].includes(targetOf(row)) || isOfPeople(row));

const tellCount = () => {
  const asked = state.cells.filter(({ row }) => state.open.includes(row));
  const answered = asked.filter(({ row }) => !isOpen(row)).length;
  const danger = dangerQuestions();
  const all = asked.length + danger.length;
  const done = answered + danger.filter((row) => !isOpen(row)).length;
  $("meaning-count").hidden = all === 0;
  $("meaning-count").textContent = `${done} of ${all} answered.`;
};

const showQuestions = () => {
  const rows = state.map || [];
  const focused = $("meaning-rows").contains(document.activeElement)
    ? document.activeElement.getAttribute("aria-label") : null;
  state.cells = [];
  const danger = dangerQuestions();
  const extra = rows.filter((row) => row.isExtra);
  const others = rows.filter((row) => !danger.includes(row) && !row.isExtra);
  for (const row of others) if (isOpen(row)) state.asked.add(keyOf(row));
  const isKnown = state.proposed === 0;
  /* what has been answered stays where it was asked */
  const open = others.filter((row) => state.asked.has(keyOf(row)))
    .filter((row) => !isKnown || isGrave(row) || state.answers.has(keyOf(row)) ||
      state.answers.has(keyOf({ ...row, value: "" })))
    .sort((a, b) => (a.value !== "") - (b.value !== ""));
  state.open = open;
  const loose = others.filter((row) => isOpen(row) && !open.includes(row));
  const rest = others.filter((row) => !open.includes(row) &&
    !loose.includes(row));
  const proposed = rest.filter((row) => !isPlaced(row));
  const placed = rest.filter(isPlaced);
  const unused = rows.filter((row) => !row.value && row.to === "");
  $("meaning").hidden = rows.length === 0;
  const columns = rows.filter((row) => !row.value).length;
  const isQuiet = !open.length && !danger.length && !proposed.length;
  $("meaning-words").textContent = isQuiet
    ? `${count(columns, "column")}, all known by name. ` +
      "Nothing has to be said about the columns."
    : `${[count(open.length + danger.length, "question"), ...proposed.length
      ? [`${count(proposed.length, "guess", "guesses")} to check`] : []]
      .join(", ")}. Say under “Means” ` +
      "what each one is. What you leave out is not used, and nothing is made " +
      "of what is not answered yet.";
  $("meaning-unused").hidden = unused.length === 0;
  $("meaning-unused").textContent = "These columns will not be used: " +
    `${unused.map((row) => `${row.column} (${row.sheet})`).join("; ")}. To ` +
    "use one, say below what it means.";
  $("save-map").closest("p").hidden = isQuiet;
  const parts = danger.map(dangerQuestion);
  if (open.length) parts.push(mapTable(open, "Questions", "whole"));
  const folded = (title, list, isUnfolded = false) => list.length
    ? [make("details", { open: isUnfolded }, make("summary", {},
      `${title} (${list.length})`), mapTable(list, title))] : [];
  parts.push(...folded("Said by you", extra),
    ...folded("Content that no list knows, if you want to say what it is", loose),
  ...folded("Guesses to check", proposed),
  ...folded("Known by their names", placed));
  $("meaning-rows").replaceChildren(...parts);
  tellCount();
  tellDanger();
  if (focused) [...document.querySelectorAll("#meaning-rows [aria-label]")]
    .find((each) => each.getAttribute("aria-label") === focused)?.focus();
};

/* What `map` has proposed. It is used where the sheets need it: where all
   columns are known by name, nothing is read in another way. */
const takeProposal = (run, isAgain = false) => {
  const earlier = new Map((state.map || []).map((row) => [keyOf(row), row.why]));
  if (run.status !== 0) {
    if (!isAgain) state.map = null;
    return;
  }
  state.map = records(run.out);
  for (const row of state.map) row.why ||= earlier.get(keyOf(row)) || "";
  /* "columns    17 placed, 18 proposed, 1 open", and values likewise */
  if (isAgain) return;
  state.proposed = run.err.map((line) =>
    /^(columns|values) .* (\d+) proposed, (\d+) open$/.exec(line))
    .filter(Boolean).reduce((sum, [, what, proposals, open]) => sum +
      Number(proposals) + (what === "columns" ? Number(open) : 0), 0);
  state.mapIsOwn = state.proposed > 0;
};
