"use strict";
(() => {
  const list = document.querySelector(".cards");
  if (!list || list.children.length < 2) return;

  const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
  const parts = ["morning", "afternoon", "evening"];
  const items = [...list.children];
  const data = JSON.parse(document.getElementById("data").textContent);
  const facts = data.therapists;
  const form = document.querySelector("form");
  const status = document.querySelector(".status");
  const empty = document.getElementById("empty");
  const more = document.getElementById("more");
  const reset = document.querySelector("button[type=reset]");
  const groups = [...document.querySelectorAll("fieldset[data-filter]")].filter(
    (group) => group.dataset.filter !== "fee");
  const columns = groups.map((group) => group.dataset.filter);
  const saved = new Set();
  let unfolded = false;

  /* A text of the page's language, with values in its gaps. */
  const say = (key, values = {}) =>
    data.words[key].replace(/\{\{(\w+)\}\}/g, (_, gap) => values[gap]);

  const fold = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = facts.map((fact) => fold(fact.text));

  /* -- what is asked ------------------------------------------------------ */

  const read = () => {
    const wish = { tags: {}, fee: null, search: [], sort: "fit", known: false,
      saved: false };
    if (!form) return wish;
    wish.sort = form.elements.sort.value;
    wish.known = form.elements.known.checked;
    wish.saved = form.elements.saved.checked;
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
  const inOrder = (by) => {
    const key = keys[by] || keys.fit;
    return facts.map((_, index) => index).sort((a, b) => {
      const x = key(facts[a]), y = key(facts[b]);
      const tie = by === "fit" ? a - b : facts[a].rank - facts[b].rank;
      if (x === null || y === null) return (x === null) - (y === null) || tie;
      return x < y ? -1 : x > y ? 1 : tie;
    });
  };

  /* -- showing ------------------------------------------------------------ */

  const active = () => {
    const on = groups
      .filter((group) => group.querySelector("input:checked"))
      .map((group) => [group.dataset.filter,
        group.querySelector("legend").textContent]);
    const wish = read();
    if (wish.fee !== null) on.push(["fee", say("filter.cost")]);
    if (wish.search.length) on.push(["search", say("filter.search")]);
    if (wish.saved) on.push(["saved", say("filter.saved")]);
    return on;
  };

  const clear = (filter) => {
    if (filter === "search" || filter === "fee")
      form.elements[filter].value = "";
    else if (filter === "saved") form.elements.saved.checked = false;
    else
      form.querySelectorAll(`fieldset[data-filter="${filter}"] input`)
        .forEach((box) => { box.checked = false; });
    change(true);
    list.querySelector("li:not([hidden]) :is(summary, .save)")?.focus();
  };

  const advise = (wish) => {
    const text = document.createElement("p");
    const useful = active()
      .map(([filter, label]) => [filter, label, count(wish, filter)])
      .filter(([, , left]) => left > 0);
    text.textContent =
      say(useful.length ? "filter.none" : "filter.none_several");
    empty.append(text);
    useful.forEach(([filter, label, left]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.drop = filter;
      button.textContent = say("filter.remove", { label, count: left });
      button.addEventListener("click", () => clear(filter));
      empty.append(button);
    });
  };

  /* The numbers on chips: how many each would show by itself in its group. */
  const number = (wish) => groups.forEach((group) => {
    const column = group.dataset.filter;
    group.querySelectorAll("input").forEach((box) => {
      const alone = { ...wish, tags: { ...wish.tags, [column]: [box.value] } };
      box.closest("label").querySelector("[data-count]").textContent =
        count(alone);
    });
  });

  const show = () => {
    const wish = read();
    const order = inOrder(wish.sort);
    const seen = order.filter((index) => passes(index, wish));
    const most = unfolded ? seen.length : data.first;
    order.forEach((index) => {
      items[index].hidden = !seen.includes(index);
      items[index].classList.toggle("later",
        seen.indexOf(index) >= most);
      list.append(items[index]);
    });
    more.hidden = seen.length <= most;
    more.textContent = say("filter.show_more", { count: seen.length - most });
    if (!form) return;
    number(wish);
    const all = facts.length;
    status.textContent = seen.length === all
      ? say("filter.shown", { count: all })
      : say("filter.shown_of", { count: seen.length, all });
    reset.hidden = !active().length && !wish.known && wish.sort === "fit";
    empty.hidden = seen.length > 0;
    empty.replaceChildren();
    if (!seen.length) advise(wish);
  };

  more.addEventListener("click", () => {
    const first = list.querySelector(".later:not([hidden])");
    unfolded = true;
    show();
    first?.querySelector("summary, .save")?.focus();
  });

  /* -- my list ------------------------------------------------------------ */

  const mine = document.getElementById("mine");
  const names = document.getElementById("mine-names");

  const listMine = () => {
    const lines = facts.filter((fact) => saved.has(fact.id))
      .map((fact, index) => `${index + 1}. ${fact.shown}`);
    const reference = say("mine.reference", { code: data.reference });
    names.replaceChildren(...[reference, ...lines].map((line) => {
      const one = document.createElement("p");
      one.dir = "auto";
      one.textContent = line;
      return one;
    }));
    mine.hidden = !lines.length;
    document.getElementById("copied").textContent = "";
  };

  if (mine) document.getElementById("copy").addEventListener("click", () => {
    const selection = getSelection();
    const range = document.createRange();
    range.selectNodeContents(names);
    selection.removeAllRanges();
    selection.addRange(range);
    if (document.execCommand("copy"))
      document.getElementById("copied").textContent = say("mine.copied");
  });

  items.forEach((item, index) => {
    const button = item.querySelector(".save");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      const id = facts[index].id;
      if (!saved.delete(id)) saved.add(id);
      button.setAttribute("aria-pressed", saved.has(id));
      button.firstChild.textContent =
        say(saved.has(id) ? "mine.added" : "mine.add");
      listMine();
      show();
    });
  });

  /* -- on paper: everything that passes, unfolded --------------------------- */

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...list.querySelectorAll("details:not([open])")];
    closed.forEach((each) => { each.open = true; });
  });
  addEventListener("afterprint", () => {
    closed.forEach((each) => { each.open = false; });
  });

  show();
  if (!form) return;

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
  form.addEventListener("reset", () => setTimeout(() => {
    change(true);
    form.querySelector("input")?.focus();
  }));
  addEventListener("popstate", restore);
  addEventListener("hashchange", restore);
  document.getElementById("filters").hidden = false;
  restore();
})();
