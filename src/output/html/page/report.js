"use strict";
(() => {
  /* The page never holds more rows than this, whatever the run's size. */
  const MOST = 200;
  const data = JSON.parse(document.getElementById("data").textContent).tables;
  const status = document.querySelector("[role=status]");
  const tables = [...document.querySelectorAll("table[data-table]")];
  const others = document.querySelectorAll("table:not([data-table]) tr").length;
  const fold = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const compare = new Intl.Collator("en", { numeric: true }).compare;

  /* The first table gets half of the rows, the others share what is left. */
  const spare = Math.max(MOST - others - tables.length, 2 * tables.length);
  const first = Math.min(50,
    tables.length > 1 ? Math.floor(spare / 2) : spare);
  const rest = Math.min(20, Math.max(1,
    Math.floor((spare - first) / Math.max(1, tables.length - 1))));

  const make = (tag, text) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    return element;
  };

  const start = (table, index) => {
    const name = table.dataset.table;
    const { columns, rows } = data[name];
    const texts = rows.map((row) => fold(row.join("\n")));
    const section = table.closest("section");
    const tools = section.querySelector("form");
    const search = tools.querySelector("input[type=search]");
    const count = section.querySelector("[data-count]");
    const pager = section.querySelector("[data-pager]");
    const body = table.tBodies[0];
    const size = index === 0 ? first : rest;
    const wide = columns.map((_, k) =>
      rows.some((row) => row[k].length > 40));
    let order = rows.map((_, row) => row);
    let found = order;
    let from = 0;

    const draw = () => {
      const part = found.slice(from, from + size);
      body.replaceChildren(...part.map((row) => {
        const line = make("tr");
        rows[row].forEach((text, k) => {
          const cell = make(k === 0 ? "th" : "td");
          if (k === 0) cell.scope = "row";
          if (columns[k].is_number) cell.className = "n";
          else if (wide[k]) cell.className = "wide";
          cell.append(make("bdi", text));
          line.append(cell);
        });
        return line;
      }));
      count.textContent = found.length === 0
        ? `None of the ${rows.length} rows.`
        : `Rows ${from + 1} to ${from + part.length} of ${found.length}` +
          (found.length < rows.length ? ` found among ${rows.length}.` : ".");
      pager.hidden = found.length <= size;
      pager.querySelectorAll("button").forEach((button) => {
        button.disabled = Number(button.dataset.step) < 0
          ? from === 0 : from + size >= found.length;
      });
    };

    const find = () => {
      const words = fold(search.value).split(/\s+/).filter(Boolean);
      const picks = [...tools.querySelectorAll("select")]
        .filter((select) => select.value !== "")
        .map((select) => [Number(select.dataset.column),
          select.value.slice(1)]);
      found = order.filter((row) =>
        words.every((word) => texts[row].includes(word)) &&
        picks.every(([k, text]) => rows[row][k] === text));
      from = 0;
      draw();
    };
    const tell = () => {
      status.textContent = `${section.querySelector("h2").textContent}: ` +
        count.textContent;
    };

    const sortBy = (k, down) => {
      const sign = down ? -1 : 1;
      order = rows.map((_, row) => row).sort((a, b) => {
        const x = rows[a][k], y = rows[b][k];
        if (x === "" || y === "") return (x === "") - (y === "") || a - b;
        return sign * (columns[k].is_number ? x - y : compare(x, y)) || a - b;
      });
      find();
    };

    /* Columns of a few short values can be picked from. */
    columns.forEach((column, k) => {
      const values = new Set();
      for (const row of rows) {
        values.add(row[k]);
        if (values.size > 12) break;
      }
      if (column.is_number || wide[k] || values.size < 2 || values.size > 12 ||
          values.size > rows.length / 2) return;
      const field = make("p");
      const label = make("label", column.label);
      const select = make("select");
      field.className = "field";
      select.id = `${name}-pick-${k}`;
      select.dataset.column = k;
      label.htmlFor = select.id;
      select.append(new Option("any", ""));
      [...values].sort(compare).forEach((value) =>
        select.append(new Option(value === "" ? "(blank)" : value,
          `=${value}`)));
      field.append(label, select);
      tools.append(field);
    });

    [...table.tHead.rows[0].cells].forEach((cell, k) => {
      const button = make("button", cell.textContent);
      button.type = "button";
      cell.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = cell.getAttribute("aria-sort") === "ascending";
        [...cell.parentNode.cells].forEach((other) =>
          other.removeAttribute("aria-sort"));
        cell.setAttribute("aria-sort", down ? "descending" : "ascending");
        sortBy(k, down);
        tell();
      });
    });
    tools.addEventListener("submit", (event) => event.preventDefault());
    tools.addEventListener("input", () => { find(); tell(); });
    pager.addEventListener("click", (event) => {
      const step = Number(event.target.dataset.step || 0);
      if (!step) return;
      from = Math.max(0, from + step * size);
      draw();
      tell();
    });
    tools.hidden = rows.length === 0;
    find();
  };

  tables.forEach(start);
})();
