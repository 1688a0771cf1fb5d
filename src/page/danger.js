/* -- 2. the question about danger, in plain words -- */

/* The program's own words for danger decide; these only hide a button. */
const dangerWords = new RegExp("suicid|self.?harm|kill|die\\b|dying|dead|" +
  "end (my|it|his|her|their)|hurt(ing)? (my|your|him|her|them)|overdos|" +
  "harm(ing)? (my|your|him|her|them)|ending (my|your|it)|danger|abus|" +
  "emergency|crisis|urgent|violen|unsafe|not safe", "i");

/* Does a whole column ask clients about danger? */
const dangerHeads = new RegExp("suicid|self.?harm|end(ing)? your life|" +
  "(hurt|harm|kill)(ing)? (your|my)self", "i");
const asksDanger = (row) => row.sheet === "clients" && !row.value &&
  (/^asks about danger/.test(row.why) || dangerHeads.test(row.column) ||
    saidLeftOut().includes(row.column));
/* Headers of which `look` says: the map leaves them out. */
const saidLeftOut = () => (state.look?.findings || []).filter((each) =>
  each.place?.row === 0 && /asks about danger, and the map leaves/
  .test(each.message)).map((each) =>
  state.look.sheets[each.place.side].rows[0]?.[1][each.place.cell]);
const isHeeded = (row) => /^(risk|concerns\b)/.test(row.to);
const leftOutDanger = () => (state.map || []).filter((row) =>
  asksDanger(row) && row.to === "");

const dangerQuestion = (row) => {
  const box = make("fieldset", { className: "danger" });
  const isTurned = /no is the danger/.test(row.why);
  const option = /danger: (concerns:.*), risk, /.exec(row.why)?.[1];
  const ways = isTurned ? [["turned", "Yes, and here the answer “No” is the " +
    "worrying one"], ["risk", "Yes, and the answer “Yes” is the worrying one"]]
    : option ? [["risk", "Yes: any answer but “no” needs a person at once"],
      [option, `Yes, as a concern: ${option.slice(9)}`]]
      : [["risk", "Yes: any answer but “no” needs a person at once"]];
  const name = `danger-${state.map.indexOf(row)}`;
  const isTurnedNow = [...state.answers.values()].some((each) =>
    isSibling(row, each) && each.isExtra);
  const now = isTurnedNow && row.to === "risk" ? "turned" : row.to;
  const pick = async (to) => {
    state.map = state.map.filter((each) => !(isSibling(row, each) &&
      each.isExtra));
    for (const [key, other] of state.answers)
      if (isSibling(row, other) && other.isExtra) state.answers.delete(key);
    keepAnswer(row, to === "turned" ? "risk" : to);
    if (to === "turned") {
      addLine("clients", row.column, "Yes", "no");
      addLine("clients", row.column, "No", "yes");
    }
    await sheetsChanged(false);
    document.querySelector(`input[name="${name}"]:checked`)?.focus();
  };
  const choice = (value, words) => {
    const input = make("input", { type: "radio", name, value,
      checked: value === now });
    input.addEventListener("change", () => pick(value));
    return make("label", {}, input, " ", words);
  };
  box.append(make("legend", {}, "Is this your question about suicide or " +
    "self-harm? ", make("strong", {}, `“${row.column}”`)),
  ...ways.map(([value, words]) => choice(value, words)),
  choice("", "No, it asks about something else"));
  if (row.to === "") box.append(make("p", { className: "trouble" },
    "Its answers are not read. If a client has said here that they may hurt " +
    "themselves, nothing will show it."));
  return box;
};

/* Where it was answered No, everywhere after it. */
const tellDanger = () => {
  const left = leftOutDanger().map((row) => `“${row.column}”`);
  for (const id of ["danger-found", "danger-plan"]) {
    $(id).hidden = left.length === 0;
    $(id).textContent = dangerLine();
  }
};

const dangerLine = () => {
  const left = leftOutDanger().map((row) => `“${row.column}”`);
  return left.length ? `The answers to ${left.join(", ")} were left out: ` +
    "step 2 says that this is no question about suicide or self-harm. " +
    "Nobody is held for a person because of it." : "";
};

/* Those which are not settled by the name of their column. */
const dangerQuestions = () => (state.map || []).filter((row) =>
  asksDanger(row) && (!isHeeded(row) || state.answers.has(keyOf(row))));
