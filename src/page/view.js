/* -- small things that every part uses -- */

const $ = (id) => document.getElementById(id);

/* An element, its properties, what stands in it. Text is always text. */
const make = (name, properties = {}, ...inside) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties))
    if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  element.append(...inside.filter((each) => each !== null));
  return element;
};

const count = (number, one, many = `${one}s`) =>
  `${number} ${number === 1 ? one : many}`;

const text = (bytes) => new TextDecoder().decode(bytes);

const say = (words) => {
  $("trouble").hidden = !words;
  $("trouble").textContent = words || "";
};

/* Give a person a file. */
const save = (name, content, type = "application/octet-stream") => {
  const url = URL.createObjectURL(content instanceof Blob ? content
    : new Blob([content], { type }));
  const link = make("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
};

/* -- CSV, as the program writes it -- */

const readCsv = (bytes) => {
  const source = typeof bytes === "string" ? bytes : text(bytes);
  const rows = [];
  let row = [], cell = "", quoted = false;
  for (let at = 0; at < source.length; at += 1) {
    const c = source[at];
    if (quoted) {
      if (c !== '"') cell += c;
      else if (source[at + 1] === '"') { cell += c; at += 1; }
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ",") { row.push(cell); cell = ""; }
    else if (c === "\n") {
      rows.push([...row, cell]);
      row = [];
      cell = "";
    } else if (c !== "\r") cell += c;
  }
  if (cell || row.length) rows.push([...row, cell]);
  return rows;
};

/* Rows below the header as objects. */
const records = (bytes) => {
  const [header = [], ...rows] = readCsv(bytes);
  return rows.map((row) =>
    Object.fromEntries(header.map((name, k) => [name, row[k] || ""])));
};

const writeCsv = (rows) => new TextEncoder().encode(rows.map((row) =>
  `${row.map((cell) => /[",\n\r]/.test(cell)
    ? `"${cell.replaceAll('"', '""')}"` : cell).join(",")}\n`).join(""));

const today = () => {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${
    two(now.getDate())}`;
};
