/* -- 5. the plan: summary, report, clients' pages, files -- */

const OUT = "results-of-rapport";
const MOST_PAGES_SHOWN = 300;

const nameOf = (side, id) => {
  const found = state.look.sheets[side].people.find(([each]) => each === id);
  return found && found[1] ? `${id} ${found[1]}` : id;
};

const resultFile = (name) => state.run.files.get(`${OUT}/${name}`);
const resultList = (files, folder) => [...files]
  .filter(([path]) => path.startsWith(`${folder}/`))
  .map(([path, bytes]) => [path.slice(folder.length + 1), bytes]);

const matchWords = ({ words, sheets }, out) => {
  const always = given.filter((name) =>
    state.options.some((each) => each.name === name));
  return ["match", ...always.map((name) => `--${name}`), ...words,
    ...settingsFor(state.options), "--progress", "always", "--out", out, "--",
    ...sheets];
};

/* "assigned   66, of them 1 pinned" */
const summaryOf = (run) => [...text(run.out).split("\n"), ...run.err]
  .map((line) => /^([a-z]+) {2,}(\S.*)$/.exec(line)).filter(Boolean)
  .filter(([, key]) => key !== "results")
  .map(([, key, words]) => [key, words]);

const summaryNames = { clients: "Clients", assigned: "Matched",
  waitlist: "Waiting", human: "Need a person", score: "Points",
  waits: "Waits counted", optimal: "Best plan", groups: "Groups",
  prescriber: "Prescribers", held: "Held as promised", time: "Time" };

/* "0, and 2 with no eligible therapist" takes three readings. */
const summaryWords = (key, words) => {
  const waiting = /^(\d+)(?:, and (\d+) with no eligible therapist)?$/.exec(words);
  if (key === "waitlist" && waiting && waiting[2])
    return `${Number(waiting[1]) + Number(waiting[2])}: ${waiting[1]} for an ` +
      `opening; ${waiting[2]} because no therapist fits`;
  if (key === "assigned" && state.run.needs.ids.length)
    return `${words}; who speaks with a person first is counted in none of these`;
  return words;
};

/* What the report says of those who need a person: it counts them. */
const needsOf = (report) => {
  const { needs, line } = JSON.parse(
    /<script type="application\/json" id="data">(.*?)<\/script>/s
      .exec(text(report))[1]);
  return { ids: needs, line: line || "nobody needs a person now" };
};

/* Warnings of the run itself: those of the sheets stand in step 3. */
const notesOf = (lines) => lines
  .filter((line) => line.startsWith("rapport: warning: "))
  .map((line) => line.slice(18).replace(/; put clinic\.csv beside.*$/,
    "; say it in step 4, under “How clients reach you”"));

/* Why nothing came of it. */
const troubleOf = (run) => run.err.filter((line) => !/warning:/.test(line))
  .map((line) => inPage(line.replace(/^rapport: /, ""))).join("\n") ||
  "This cannot be done.";

const runMatch = async (isTickKept = false) => {
  say("");
  try {
    const here = job();
    const began = performance.now();
    const done = await work("Matching", { files: here.files,
      commands: [{ words: matchWords(here, OUT) }], wanted: [OUT] });
    const [run] = done.runs;
    if (run.status !== 0) {
      say(troubleOf(run));
      return;
    }
    const seconds = (performance.now() - began) / 1000;
    state.run = { files: done.files, summary: [...summaryOf(run),
      ["time", `${seconds.toFixed(1)} s, in this page`]],
      humans: humansOf(run.err), notes: notesOf(run.err),
      needs: needsOf(done.files.get(`${OUT}/report.html`)) };
    const ticked = new Set((state.pages || []).filter((page) => page.isTicked)
      .map((page) => page.id));
    showResults();
    for (const page of state.pages)
      page.isTicked = isTickKept && page.file !== "" && ticked.has(page.id);
    showPages();
    $("results").focus();
  } catch (error) {
    tellFailure(error);
  }
};

const showResults = () => {
  $("results").hidden = false;
  $("whatif").hidden = false;
  showHumans($("run-humans"), state.run.humans.filter((line) =>
    !$("humans").textContent.includes(line)));
  $("notes").replaceChildren(...state.run.notes.map((line) =>
    make("li", {}, line)));
  $("summary").replaceChildren(...state.run.summary.flatMap(([key, words]) =>
    [make("dt", {}, summaryNames[key] || key),
      make("dd", {}, key === "human" ? state.run.needs.line
        : summaryWords(key, words))]));
  $("needs-plan").hidden = state.run.needs.ids.length === 0;
  $("needs-plan").textContent = `${state.run.needs.line}. They stand first in ` +
    "the report and in the list of clients’ pages.";
  $("changed-plan").hidden = state.changes.length === 0;
  $("changed-plan").textContent = changesLine();
  tellDanger();
  $("keep-map").hidden = !state.map;
  $("keep-clinic").hidden = contactRows().length === 0;
  $("save-xlsx").hidden = !resultFile("results.xlsx");
  const plan = records(resultFile("assignments.csv"));
  const own = new Map(plan.map((row) => [row.client_id, row]));
  state.pages = records(resultFile("shortlists/map.csv") ||
    new Uint8Array()).map((row) => ({ id: row.client_id,
    file: `shortlists/${row.file}`, reference: row.reference, isTicked: false,
    status: own.get(row.client_id)?.status || "",
    therapist: own.get(row.client_id)?.therapist_id || "" }));
  /* who needs a person is looked for first, and has no page of their own */
  const paged = new Set(state.pages.map((page) => page.id));
  state.pages = [...plan.filter((row) => row.status === "human" &&
    !paged.has(row.client_id)).map((row) => ({ id: row.client_id, file: "",
    reference: "", isTicked: false, status: "human", therapist: "",
    tier: row.tier })), ...state.pages];
  const place = new Map(state.run.needs.ids.map((id, k) => [id, k]));
  for (const page of state.pages) page.need = place.get(page.id) ?? place.size;
  state.pages.sort((a, b) => a.need - b.need);
  $("page-search").value = "";
  showPages();
  showEdits();
};

const changesLine = () => state.changes.length
  ? `This is a changed plan: ${state.changes.join("; ")}. The sheets on your ` +
    "disk do not say so." : "";

const statusWords = { assigned: "matched", pinned: "matched (pinned)",
  group: "has a seat in a group", waitlist: "waiting",
  ineligible: "waiting, no therapist fits", human: "needs a person" };

const showPages = () => {
  const wanted = $("page-search").value.trim().toLowerCase();
  const rows = state.pages.filter((page) =>
    nameOf(1, page.id).toLowerCase().includes(wanted));
  const body = rows.slice(0, MOST_PAGES_SHOWN).map((page) => {
    const who = nameOf(1, page.id);
    const box = make("input", { type: "checkbox", checked: page.isTicked,
      "aria-label": `Print the page of ${who}` });
    box.addEventListener("change", () => {
      page.isTicked = box.checked;
      tellTicked();
    });
    return make("tr",
      { className: page.need < state.run.needs.ids.length ? "error" : "" },
      make("td", {}, page.file ? box : ""),
      make("th", { scope: "row" }, who),
      make("td", {}, (page.tier === "crisis" ? "in crisis, " : "") +
        (statusWords[page.status] || page.status)),
      make("td", {}, page.therapist ? nameOf(0, page.therapist) : ""),
      make("td", { className: "code" }, page.reference),
      make("td", {}, page.file
        ? make("button", { type: "button", "data-page": page.file },
          "Open", make("span", { className: "hidden-words" },
            ` the page of ${who}`)) : "no page: speak with them"));
  });
  $("pages").replaceChildren(
    make("thead", {}, make("tr", {}, ...["Print", "Client", "Status",
      "Therapist", "Reference", "Page"].map((head) =>
      make("th", { scope: "col" }, head)))),
    make("tbody", {}, ...body));
  tellTicked();
};

const tellTicked = () => {
  const ticked = state.pages.filter((page) => page.isTicked).length;
  $("ticked").textContent = `${count(ticked, "page")} ticked.`;
  $("print-pages").disabled = ticked === 0;
};

/* Those who have been given a place come first: they are told first. */
const tickFirst = () => {
  const wanted = Math.max(0, Number($("first").value) || 0);
  const isPlaced = (page) => page.therapist !== "" || page.status === "group";
  const told = state.pages.filter((page) => page.file)
    .sort((a, b) => isPlaced(b) - isPlaced(a));
  told.forEach((page, k) => { page.isTicked = k < wanted; });
  showPages();
};

/* -- reading one page -- */

let viewed = null; /* the file in the frame */

/* A page speaks of files beside it; here they are within this page. */
const prepareFrame = (frame, isPrinted) => {
  const inside = frame.contentDocument;
  /* its history is this page's: it may not write there */
  for (const name of ["pushState", "replaceState"])
    frame.contentWindow.history[name] = () => {};
  if (isPrinted) return;
  inside.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link) return;
    event.preventDefault();
    const to = link.getAttribute("href");
    if (to.startsWith("#")) {
      const target = inside.getElementById(to.slice(1));
      if (!target) return;
      target.closest("details")?.setAttribute("open", "");
      target.setAttribute("tabindex", "-1");
      target.scrollIntoView();
      target.focus({ preventScroll: true });
    } else if (/\.html$/.test(to)) view(to);
    else if (resultFile(to)) save(to, resultFile(to));
  });
  inside.addEventListener("keydown", (event) => {
    if (event.key === "Escape") $("viewer").close();
  });
};

/* What this page knows and the report does not say: above everything in it. */
const addLines = (frame) => {
  const inside = frame.contentDocument;
  const said = [...inside.querySelectorAll(".said")].map((each) =>
    each.textContent).join("\n");
  const isSaid = leftOutDanger().every((row) =>
    said.includes(row.column.slice(0, 40)));
  const lines = [changesLine(), isSaid ? "" : dangerLine()].filter(Boolean);
  for (const line of lines) {
    const words = inside.createElement("p");
    const mark = inside.createElement("strong");
    words.className = "said";
    mark.className = "badge crisis";
    mark.textContent = "Read this first";
    words.append(mark, ` ${line}`);
    inside.querySelector("header dl")?.before(words);
  }
};

const titleOf = (name) => {
  const page = (state.pages || []).find((each) => each.file === name);
  return page ? `The page of ${nameOf(1, page.id)}` : "Report for staff";
};

const view = (name) => {
  const bytes = resultFile(name);
  if (!bytes) return;
  viewed = name;
  $("viewer-title").textContent = titleOf(name);
  const frame = $("frame");
  frame.title = titleOf(name);
  frame.onload = () => {
    prepareFrame(frame, false);
    if (name === "report.html") addLines(frame);
  };
  frame.srcdoc = text(bytes);
  if (!$("viewer").open) $("viewer").showModal();
};

/* -- several pages as one print job: what is read of each, without scripts -- */

const sheetOf = (name) => {
  const page = new DOMParser().parseFromString(text(resultFile(name)),
    "text/html");
  page.querySelectorAll("script, [hidden], search, .skip, button")
    .forEach((each) => each.remove());
  /* paper saves nothing on a device */
  for (const said of page.querySelectorAll("footer p, footer"))
    for (const piece of said.childNodes)
      if (piece.nodeType === Node.TEXT_NODE)
        piece.data = piece.data.replace(
          /, sends nothing and saves nothing on this device/, "");
  page.querySelectorAll("[id]").forEach((each) => each.removeAttribute("id"));
  page.querySelectorAll("details").forEach((each) => { each.open = true; });
  /* a div: the page's own style has its ideas of an article */
  const sheet = make("div", { className: "one-page" });
  sheet.lang = page.documentElement.lang;
  sheet.dir = page.documentElement.dir;
  sheet.append(...page.body.childNodes);
  return { sheet, style: page.querySelector("style").textContent };
};

/* For the desk: which reference is whose. It comes last, so that it does not
   lie on top of what is handed out. */
const coverOf = (pages) => {
  const cell = (name, words) => make(name, {}, words);
  return make("div", { className: "cover" },
    make("h2", {}, "For staff only: whose pages these are"),
    make("p", {}, "Keep this sheet. Do not hand it out."),
    make("table", {}, make("thead", {}, make("tr", {}, ...["Reference",
      "Client", "Therapist"].map((head) => cell("th", head)))),
    make("tbody", {}, ...pages.map((page) => make("tr", {},
      cell("td", page.reference), cell("td", nameOf(1, page.id)),
      cell("td", page.therapist ? nameOf(0, page.therapist) : ""))))));
};

/* -- the number to call comes before paper does -- */

const contactOf = (name) => $(`contact-${name}`).value.trim();
const lacksContact = () => !contactOf("help_now") ||
  !(contactOf("phone") || contactOf("email"));

/* print, once the pages say whom to call, or somebody wants them without. */
const withContact = (print) => {
  if (!lacksContact()) {
    print();
    return;
  }
  for (const name of ["phone", "help_now"])
    $(`ask-${name}`).value = contactOf(name);
  state.print = print;
  $("ask-contact").showModal();
};

const printWithout = () => {
  $("ask-contact").close();
  state.print();
};

/* The pages are made again: their words stand in them. */
const printWith = async () => {
  $("ask-contact").close();
  for (const name of ["phone", "help_now"])
    $(`contact-${name}`).value = $(`ask-${name}`).value.trim();
  await takeContact();
  await runMatch(true);
  if (!state.run) return;
  if ($("viewer").open) {
    view(viewed);
    $("frame").addEventListener("load", () => state.print(), { once: true });
  } else
    state.print();
};

const printViewed = () => {
  const print = () => $("frame").contentWindow.print();
  if (viewed === "report.html") print();
  else withContact(print);
};

const printTicked = () => withContact(printPages);

const printPages = () => {
  const ticked = state.pages.filter((page) => page.isTicked);
  if (!ticked.length) return;
  const sheets = ticked.map((page) => sheetOf(page.file));
  const paper = document.implementation.createHTMLDocument("Clients’ pages");
  paper.head.append(make("style", {}, sheets[0].style),
    make("style", {}, paperStyle));
  paper.body.append(...sheets.map(({ sheet }) => sheet));
  if ($("with-cover").checked) paper.body.append(coverOf(ticked));
  const frame = $("paper");
  frame.hidden = false;
  frame.onload = () => {
    prepareFrame(frame, true);
    frame.contentWindow.print();
  };
  frame.srcdoc = `<!doctype html>${paper.documentElement.outerHTML}`;
};

const saveZip = async () => {
  const files = resultList(state.run.files, OUT);
  if (state.changes.length)
    files.unshift(["READ-THIS-FIRST.txt",
      new TextEncoder().encode(`${changesLine()}\n`)]);
  const day = JSON.parse(text(resultFile("run.json"))).as_of || today();
  save(`rapport-${day}.zip`, await writeZip(files));
};
