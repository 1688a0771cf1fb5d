/* -- running the program: a worker for each job, ended after it -- */

let program = null;    /* the compiled module; a job gets no other */
let workerUrl = null;
let running = null;    /* { worker, reject } */

const openProgram = async () => {
  const packed = Uint8Array.from(atob($("program").textContent.trim()),
    (letter) => letter.charCodeAt(0));
  $("program").remove();
  program = await WebAssembly.compile(
    await through(packed, new DecompressionStream("gzip")));
  workerUrl = URL.createObjectURL(new Blob([$("worker").textContent],
    { type: "text/javascript" }));
};

const stop = () => {
  if (!running) return;
  const { worker, reject } = running;
  worker.terminate();
  finish();
  reject(new Error("stopped"));
};

const finish = () => {
  running = null;
  $("working").hidden = true;
};

const showProgress = (words, share) => {
  $("working-words").textContent = words;
  if (share === null) $("progress").removeAttribute("value");
  else $("progress").value = share;
};

/* What the program calls its stages, for people. */
const stages = { read: "reading the sheets", eligible: "who may see whom",
  pairs: "scoring pairs", parts: "finding the best plan",
  proof: "proving that none is better", outcome: "the best plan is found",
  pages: "writing pages" };
const stageOf = (name) => stages[name] ||
  (/\.csv$/.test(name) ? "writing lists" : `what would change (${name})`);

/* Do a job (see worker.js); what was being done is stopped.
   -> { runs, files: Map } */
const work = (words, job) => {
  stop();
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl);
    running = { worker, reject };
    showProgress(words, null);
    /* what takes no time is not announced */
    const shown = setTimeout(() => {
      if (running && running.worker === worker) $("working").hidden = false;
    }, 300);
    const end = (settle, value) => {
      clearTimeout(shown);
      worker.terminate();
      if (running && running.worker === worker) finish();
      settle(value);
    };
    worker.onmessage = ({ data }) => {
      if (data.progress) {
        const [stage, share] = data.progress;
        showProgress(`${words}: ${stageOf(stage)}`, share);
      } else if (data.failed)
        end(reject, new Error(data.failed));
      else
        end(resolve, { runs: data.done.runs,
          files: new Map(data.done.files) });
    };
    worker.onerror = (event) => end(reject,
      new Error(event.message || "the program has stopped"));
    worker.postMessage({ program, ...job });
  });
};

const tellFailure = (error) => {
  if (error.message === "stopped") return;
  say(/memory|OOM|allocation/i.test(error.message)
    ? "This sheet is too large for the memory that a browser gives a page. " +
      "The program itself takes it: see its README."
    : `The program has failed: ${error.message}`);
};
