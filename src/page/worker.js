/* The worker: one job of the page, in a program of its own. The page ends it
   when the job is done, and all its memory goes with it.

   A job: { program, files: [[path, bytes]], folders, commands, wanted }, a
   command { words, always }. What comes back: { progress: [stage, share] } any
   number of times, then { done: { runs, files } } or { failed }. */
"use strict";

/* What the program writes to standard error, without its progress, which
   stands between a carriage return and the next. */
const makeTalk = (onProgress) => {
  let piece = [];
  let isOverwriting = false;
  let lines = [];
  const text = () => new TextDecoder().decode(Uint8Array.from(piece));
  return {
    put: (byte) => {
      if (byte === null) return;
      if (byte === 10) {
        lines.push(text());
        piece = [];
        isOverwriting = false;
        return;
      }
      if (byte === 13) {
        piece = [];
        isOverwriting = true;
        return;
      }
      piece.push(byte);
      if (byte !== 37 || !isOverwriting) return;
      const found = /^(.*?) +(\d+) %$/.exec(text());
      if (found) onProgress(found[1], Number(found[2]));
      if (found) piece = [];
    },
    take: () => {
      const rest = text().trim();
      const all = rest ? [...lines, rest] : lines;
      piece = [];
      lines = [];
      return all;
    },
  };
};

/* Bytes, in a buffer that doubles. */
const makeBytes = () => {
  let bytes = new Uint8Array(1 << 16);
  let length = 0;
  return {
    put: (byte) => {
      if (byte === null) return;
      if (length === bytes.length) {
        const larger = new Uint8Array(length * 2);
        larger.set(bytes);
        bytes = larger;
      }
      bytes[length++] = byte;
    },
    take: () => {
      const taken = bytes.slice(0, length);
      length = 0;
      return taken;
    },
  };
};

const folderOf = (path) => path.slice(0, Math.max(0, path.lastIndexOf("/")));

/* Every file at and below a path. */
const collect = (FS, path, into) => {
  const found = FS.analyzePath(path);
  if (!found.exists) return;
  if (!FS.isDir(found.object.mode)) {
    into.push([path, FS.readFile(path)]);
    return;
  }
  for (const name of FS.readdir(path))
    if (name !== "." && name !== "..") collect(FS, `${path}/${name}`, into);
};

const work = async (job) => {
  const talk = makeTalk((stage, share) =>
    postMessage({ progress: [stage, share] }));
  const out = makeBytes();
  const runtime = await makeRapport({
    noInitialRun: true,
    stdin: () => null,
    stdout: out.put,
    stderr: talk.put,
    instantiateWasm: (imports, receive) => {
      WebAssembly.instantiate(job.program, imports).then((instance) =>
        receive(instance));
      return {};
    },
  });
  const { FS } = runtime;
  FS.mkdir("/clinic");
  FS.chdir("/clinic");
  for (const folder of job.folders || []) FS.mkdirTree(`/clinic/${folder}`);
  for (const [path, bytes] of job.files) {
    if (folderOf(path)) FS.mkdirTree(`/clinic/${folderOf(path)}`);
    FS.writeFile(path, bytes);
  }
  const runs = [];
  for (const { words, always } of job.commands) {
    if (runs.some((run) => run.status !== 0) && !always) break;
    const status = runtime.callMain(words);
    runs.push({ status, out: out.take(), err: talk.take() });
  }
  const files = [];
  for (const path of job.wanted || []) collect(FS, path, files);
  return { runs, files };
};

onmessage = ({ data }) => {
  work(data).then((done) => {
    postMessage({ done }, [...done.files.map(([, bytes]) => bytes.buffer),
      ...done.runs.map((run) => run.out.buffer)]);
  }, (error) => postMessage({ failed: String(error && error.message || error) }));
};
