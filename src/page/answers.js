/* -- 2. answers: by column and content, so that they outlive a file -- */

const keyOf = (row) => [row.sheet, row.column.trim().toLowerCase(),
  row.value.trim().toLowerCase()].join("\n");

/* The answer to a row, kept; others go with a column that means something
   else now. */
const keepAnswer = (row, to) => {
  if (!row.value && row.to !== to)
    for (const [key, other] of state.answers)
      if (isSibling(row, other) && other.value) state.answers.delete(key);
  row.to = to;
  state.mapIsOwn = true;
  if (to === "?") state.answers.delete(keyOf(row));
  else state.answers.set(keyOf(row), { ...row });
};

/* A line of the map that no question asks for. */
const addLine = (sheet, column, value, to) => {
  const row = { sheet, column, value, to, count: "", why: "said by you",
    isExtra: true };
  state.map = state.map.filter((each) => keyOf(each) !== keyOf(row));
  state.map.push(row);
  keepAnswer(row, to);
};

/* Answers of columns that a new proposal has, too. */
const columnAnswers = () => [...state.answers.values()].filter((answer) =>
  !answer.value && state.map.some((row) => keyOf(row) === keyOf(answer) &&
    row.to !== answer.to));

const applyAnswers = () => {
  const left = new Map(state.answers);
  for (const row of state.map) {
    const answer = state.answers.get(keyOf(row));
    left.delete(keyOf(row));
    if (!answer) continue;
    row.to = answer.to;
    row.why ||= answer.why;
    state.mapIsOwn = true;
  }
  for (const answer of left.values())
    if (answer.isExtra) state.map.push({ ...answer });
};

/* Another meaning of a column asks other questions about what is in it; who
   answers while these are found has them found again. */
const changed = async (row) => {
  if (!row.value || state.isProposing) await sheetsChanged(false);
  else await checkSheets();
};

/* Beside each box: was the answer of use? */
const markAnswers = (findings) => {
  for (const { row, cell, told } of state.cells) {
    const line = state.map.indexOf(row) + 2;
    const side = row.sheet === "clients" ? 1 : 0;
    const header = state.look.sheets[side].rows[0]?.[1] || [];
    const bad = findings.find((each) =>
      ((each.source.endsWith("map.csv") && each.line === line) ||
        (row.value && each.place?.side === side &&
          header[each.place.cell] === row.column &&
          [row.to, row.value].some((word) => word && word !== "?" &&
            each.message.includes(`'${word.slice(0, 40)}`)))));
    const isBad = bad && bad.severity !== "warning";
    const isAnswered = !isOpen(row) && state.answers.has(keyOf(row));
    cell.classList.toggle("asked", isOpen(row) || Boolean(isAnswered && isBad));
    cell.classList.toggle("refused", Boolean(isAnswered && isBad));
    told.textContent = !isAnswered ? ""
      : bad ? `${isBad ? "Not accepted" : "Taken, but"}: ${inPage(bad.message)}`
        : row.to === "" ? "✓ Left out." : "✓ Accepted.";
  }
};
