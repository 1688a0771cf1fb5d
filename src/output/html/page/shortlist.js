"use strict";
(() => {
  const form = document.querySelector("form");
  const list = document.querySelector(".cards");
  if (!list || list.children.length < 2) return;

  const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
  const parts = ["morning", "afternoon", "evening"];
  const items = [...list.children];
  const facts = JSON.parse(document.getElementById("data").textContent)
    .therapists;
  const status = document.querySelector("[role=status]");
  const empty = document.getElementById("empty");
  const groups = [...form.querySelectorAll("fieldset[data-filter]")].filter(
    (group) => group.dataset.filter !== "fee");
  const columns = groups.map((group) => group.dataset.filter);
  const saved = new Set();

  const fold = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = facts.map((fact) => fold(fact.text));

  /* -- what is asked ------------------------------------------------------ */

  const read = () => {
    const wish = { tags: {}, fee: null, search: [], sort: form.elements.sort
      .value, known: form.elements.known.checked, saved: form.elements.saved
      .checked };
    groups.forEach((group) => {
      const on = [...group.querySelectorAll("input:checked")];
      if (on.length) wish.tags[group.dataset.filter] = on.map((b) => b.value);
    });
    const fee = form.elements.fee;
    if (fee && fee.value !== "" && Number.isFinite(fee.valueAsNumber))
      wish.fee = fee.valueAsNumber;
    wish.search = fold(form.elements.search.value).split(/\s+/)
      .filter(Boolean);
    return wish;
  };

  /* -- what passes -------------------------------------------------------- */

  /* The cells of a week, day * 3 + part, that the chosen days and times leave:
     Monday and evening mean Monday evening. */
  const cellsOf = (tags) => {
    let cells = 0;
    days.forEach((day, d) => parts.forEach((part, p) => {
      if ((!tags.days || tags.days.includes(day)) &&
          (!tags.times || tags.times.includes(part)))
        cells |= 1 << (d * 3 + p);
    }));
    return cells;
  };

  const passes = (index, wish, without) => {
    const fact = facts[index];
    const tags = { ...wish.tags };
    delete tags[without];
    for (const column of Object.keys(tags)) {
      if (column === "days" || column === "times") continue;
      const has = fact[column];
      if (has === null ? wish.known
                       : !tags[column].some((tag) => has.includes(tag)))
        return false;
    }
    if (tags.days || tags.times) {
      if (fact.week === null ? wish.known : !(fact.week & cellsOf(tags)))
        return false;
    }
    if (wish.fee !== null && without !== "fee" &&
        (fact.fee === null ? wish.known : fact.fee > wish.fee))
      return false;
    if (without !== "search" &&
        !wish.search.every((word) => words[index].includes(word)))
      return false;
    return !wish.saved || without === "saved" || saved.has(fact.id);
  };

  const count = (wish, without) =>
    facts.reduce((sum, _, index) => sum + passes(index, wish, without), 0);

  /* -- order -------------------------------------------------------------- */

  const keys = {
    fit: () => 0,
    fee: (fact) => fact.fee,
    slots: (fact) => fact.begin,
    name: (fact) => fact.name,
  };
  const sort = (by) => {
    const key = keys[by] || keys.fit;
    const order = facts.map((_, index) => index).sort((a, b) => {
      const x = key(facts[a]), y = key(facts[b]);
      if (x === null || y === null) return (x === null) - (y === null) || a - b;
      return x < y ? -1 : x > y ? 1 : a - b;
    });
    order.forEach((index) => list.append(items[index]));
  };

  /* -- showing ------------------------------------------------------------ */

  const names = () => {
    const active = groups
      .filter((group) => group.querySelector("input:checked"))
      .map((group) => [group.dataset.filter,
        group.querySelector("legend").textContent]);
    const wish = read();
    if (wish.fee !== null) active.push(["fee", "Cost"]);
    if (wish.search.length) active.push(["search", "Search"]);
    if (wish.saved) active.push(["saved", "Only those I saved"]);
    return active;
  };

  const clear = (filter) => {
    if (filter === "search" || filter === "fee")
      form.elements[filter].value = "";
    else if (filter === "saved") form.elements.saved.checked = false;
    else
      form.querySelectorAll(`fieldset[data-filter="${filter}"] input`)
        .forEach((box) => { box.checked = false; });
    change(true);
    list.querySelector("li:not([hidden]) summary")?.focus();
  };

  const advise = (wish) => {
    const text = document.createElement("p");
    const useful = names()
      .map(([filter, label]) => [filter, label, count(wish, filter)])
      .filter(([, , more]) => more > 0);
    text.textContent = useful.length
      ? "Nobody on this list has all of that."
      : "Nobody on this list has all of that. Try clearing several filters.";
    empty.append(text);
    useful.forEach(([filter, label, more]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.drop = filter;
      button.textContent = `Remove “${label}” to see ${more}`;
      button.addEventListener("click", () => clear(filter));
      empty.append(button);
    });
  };

  const show = () => {
    const wish = read();
    const seen = facts.map((_, index) => passes(index, wish));
    const shown = seen.filter(Boolean).length;
    items.forEach((item, index) => { item.hidden = !seen[index]; });
    sort(wish.sort);
    groups.forEach((group) => {
      const column = group.dataset.filter;
      group.querySelectorAll("input").forEach((box) => {
        const alone = { ...wish, tags: { ...wish.tags, [column]: [box.value] } };
        box.closest("label").querySelector("[data-count]").textContent =
          count(alone);
      });
    });
    status.textContent = shown === facts.length
      ? `${shown} therapists`
      : `${shown} of ${facts.length} therapists`;
    empty.hidden = shown > 0;
    empty.replaceChildren();
    if (shown === 0) advise(wish);
  };

  /* -- the fragment: what is asked, so that back works --------------------- */

  const write = () => {
    const wish = read();
    const pairs = new URLSearchParams();
    columns.forEach((column) => {
      (wish.tags[column] || []).forEach((tag) => pairs.append(column, tag));
    });
    if (wish.fee !== null) pairs.set("fee", wish.fee);
    if (form.elements.search.value) pairs.set("search",
      form.elements.search.value);
    if (wish.sort !== "fit") pairs.set("sort", wish.sort);
    if (wish.known) pairs.set("known", "1");
    return pairs.toString();
  };

  const restore = () => {
    const fragment = location.hash.slice(1);
    if (fragment && !fragment.includes("=")) return;
    const pairs = new URLSearchParams(fragment);
    groups.forEach((group) => {
      const on = pairs.getAll(group.dataset.filter);
      group.querySelectorAll("input").forEach((box) => {
        box.checked = on.includes(box.value);
      });
    });
    if (form.elements.fee) form.elements.fee.value = pairs.get("fee") || "";
    form.elements.search.value = pairs.get("search") || "";
    form.elements.sort.value = keys[pairs.get("sort")] ? pairs.get("sort")
                                                       : "fit";
    form.elements.known.checked = pairs.has("known");
    show();
  };

  const change = (step) => {
    const next = `#${write()}`;
    show();
    if (next === location.hash || (next === "#" && !location.hash)) return;
    if (step) history.pushState(null, "", next);
    else history.replaceState(null, "", next);
  };

  /* -- start -------------------------------------------------------------- */

  items.forEach((item, index) => {
    const button = item.querySelector(".save");
    button.hidden = false;
    button.addEventListener("click", () => {
      const id = facts[index].id;
      if (!saved.delete(id)) saved.add(id);
      button.setAttribute("aria-pressed", saved.has(id));
      button.firstChild.textContent = saved.has(id) ? "Saved" : "Save";
      show();
    });
  });
  document.getElementById("known").hidden = !facts.some((fact) =>
    fact.fee === null || fact.week === null ||
    columns.some((column) => fact[column] === null));
  form.addEventListener("submit", (event) => event.preventDefault());
  /* What is typed counts at once; leaving the box must not redraw the page
     under a button that is being pressed. */
  const isTyped = (event) => /^(search|number)$/.test(event.target.type);
  form.addEventListener("input", (event) => {
    if (isTyped(event)) change(false);
  });
  form.addEventListener("change", (event) => {
    if (!isTyped(event)) change(true);
  });
  form.addEventListener("reset", () => setTimeout(() => change(true)));
  addEventListener("popstate", restore);
  addEventListener("hashchange", restore);
  document.getElementById("filters").hidden = false;
  if (matchMedia("(max-width: 55.99rem)").matches)
    form.closest("details").open = false;
  restore();
})();
