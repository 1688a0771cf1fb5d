"use strict";
(() => {
  /* A list of lines or of rows: some stand in the page, the rest beside it, so
     that the page never holds more than a few however large the run. On paper
     all of them stand in it. */
  const status = document.querySelector("[role=status]");
  const fold = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const compare = new Intl.Collator("en", { numeric: true }).compare;
  const lists = [];
  let onPaper = false;

  const start = (list) => {
    const title = list.closest("section").querySelector("h2").firstChild
      .textContent;
    /* Only where some lines stand beside the page. */
    const tools = list.querySelector("form");
    const search = list.querySelector("input[type=search]");
    const pager = list.querySelector("[data-pager]");
    const rest = list.querySelector("template[data-rest]");
    const count = list.querySelector("[data-count]");
    const body = list.querySelector("[data-rows]");
    const size = Number(list.dataset.size);
    const rows = [...body.children, ...(rest ? rest.content.children : [])];
    let texts = null;
    let order = rows;
    let found = rows;
    let from = 0;

    const draw = () => {
      const part = onPaper ? order : found.slice(from, from + size);
      body.replaceChildren(...part);
      if (!tools) return;
      count.textContent = found.length === 0 ? "Nothing is found."
        : `${from + 1} to ${Math.min(from + size, found.length)} of ` +
          `${found.length}${found.length < rows.length ? " found" : ""}.`;
      pager.hidden = found.length <= size;
      pager.querySelectorAll("button").forEach((button) => {
        button.disabled = Number(button.dataset.step) < 0
          ? from === 0 : from + size >= found.length;
      });
    };
    const find = () => {
      const words = fold(search ? search.value : "").split(/\s+/)
        .filter(Boolean);
      texts ??= new Map(rows.map((row) =>
        [row, fold((row.querySelector("summary") || row).textContent)]));
      found = order.filter((row) =>
        words.every((word) => texts.get(row).includes(word)));
      from = 0;
      draw();
    };
    const tell = () => {
      status.textContent = `${title}: ${count.textContent || "in order."}`;
    };

    /* A column of a table can be sorted by. */
    const sortBy = (k, down, isNumber) => {
      const sign = down ? -1 : 1;
      const text = (row) => row.cells[k].textContent;
      order = rows.map((row, i) => [row, text(row), i]).sort((a, b) =>
        a[1] === "" || b[1] === ""
          ? (a[1] === "") - (b[1] === "") || a[2] - b[2]
          : sign * (isNumber ? a[1] - b[1] : compare(a[1], b[1])) ||
            a[2] - b[2]).map(([row]) => row);
      find();
    };
    const heads = list.querySelectorAll("table:not(.week) thead th");
    heads.forEach((cell, k) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...cell.childNodes);
      cell.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = cell.getAttribute("aria-sort") === "ascending";
        [...cell.parentNode.cells].forEach((other) =>
          other.removeAttribute("aria-sort"));
        cell.setAttribute("aria-sort", down ? "descending" : "ascending");
        sortBy(k, down, cell.classList.contains("n"));
        tell();
      });
    });
    if (tools) {
      tools.addEventListener("submit", (event) => event.preventDefault());
      tools.addEventListener("input", () => { find(); tell(); });
      pager.addEventListener("click", (event) => {
        const step = Number(event.target.closest("button")?.dataset.step || 0);
        if (!step) return;
        from = Math.max(0, from + step * size);
        draw();
        tell();
      });
      tools.hidden = false;
    }
    draw();
    lists.push(draw);
  };

  document.querySelectorAll("[data-list]").forEach(start);

  const print = (begins) => {
    if (onPaper === begins) return;
    onPaper = begins;
    lists.forEach((draw) => draw());
  };
  addEventListener("beforeprint", () => print(true));
  addEventListener("afterprint", () => print(false));
  matchMedia("print").addEventListener("change", (event) =>
    print(event.matches));
})();
