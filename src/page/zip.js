/* -- zip archives: results go out as one, an earlier run comes in as one -- */

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

const crc32 = (bytes) => {
  let c = 0xffffffff;
  for (const byte of bytes) c = crcTable[(c ^ byte) & 255] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
};

const through = async (bytes, stream) => new Uint8Array(await new Response(
  new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());

/* The same of bytes that claim to become no more than `most`. */
const unpack = async (bytes, most) => {
  const reader = new Blob([bytes]).stream()
    .pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const whole = new Uint8Array(most);
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (length + value.length > most) throw new Error("it is damaged");
    whole.set(value, length);
    length += value.length;
  }
  return whole.subarray(0, length);
};

/* A record of little-endian numbers: [size in bytes, value], ... */
const record = (...fields) => {
  const bytes = new Uint8Array(fields.reduce((sum, [size]) => sum + size, 0));
  let at = 0;
  for (const [size, value] of fields)
    for (let k = 0; k < size; k += 1)
      bytes[at++] = Math.floor(value / 256 ** k) & 255;
  return bytes;
};

/* Days of files are the first that zip knows: equal results, equal bytes. */
const FIRST_DAY = 33;
const UTF8_NAMES = 0x800;
const DEFLATED = 8;

/* files: [[path, bytes]] -> a Blob */
const writeZip = async (files) => {
  const parts = [], directory = [];
  let offset = 0;
  for (const [path, bytes] of files) {
    const name = new TextEncoder().encode(path);
    const packed = await through(bytes, new CompressionStream("deflate-raw"));
    const common = [[2, 20], [2, UTF8_NAMES], [2, DEFLATED], [2, 0],
      [2, FIRST_DAY], [4, crc32(bytes)], [4, packed.length],
      [4, bytes.length], [2, name.length], [2, 0]];
    const head = record([4, 0x04034b50], ...common);
    directory.push(record([4, 0x02014b50], [2, 20], ...common, [2, 0], [2, 0],
      [2, 0], [4, 0], [4, offset]), name);
    parts.push(head, name, packed);
    offset += head.length + name.length + packed.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = record([4, 0x06054b50], [2, 0], [2, 0], [2, files.length],
    [2, files.length], [4, size], [4, offset], [2, 0]);
  return new Blob([...parts, ...directory, end], { type: "application/zip" });
};

const MOST_UNPACKED = 256 * 1024 * 1024;

/* bytes -> [[path, bytes]]; throws words for a person. */
const readZip = async (bytes) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) throw new Error("it is no .zip archive");
  const files = [];
  let at = view.getUint32(end + 16, true), left = MOST_UNPACKED;
  for (let k = view.getUint16(end + 10, true); k > 0; k -= 1) {
    const method = view.getUint16(at + 10, true);
    const packed = view.getUint32(at + 20, true);
    const size = view.getUint32(at + 24, true);
    const nameSize = view.getUint16(at + 28, true);
    const start = view.getUint32(at + 42, true);
    const name = new TextDecoder().decode(
      bytes.subarray(at + 46, at + 46 + nameSize));
    at += 46 + nameSize + view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true);
    if (name.endsWith("/") || name.startsWith("__MACOSX/")) continue;
    left -= size;
    if (left < 0) throw new Error("what is in it is too large");
    const from = start + 30 + view.getUint16(start + 26, true) +
      view.getUint16(start + 28, true);
    const raw = bytes.subarray(from, from + packed);
    if (method !== 0 && method !== DEFLATED)
      throw new Error("it is packed in a way that this page cannot read");
    const whole = method === 0 ? raw
      : await unpack(raw, size);
    if (whole.length !== size) throw new Error("it is damaged");
    files.push([name, whole]);
  }
  return files;
};

/* The folder of an archive in which a file of this name stands. */
const folderWith = (files, name) => {
  const found = files.map(([path]) => path)
    .filter((path) => path === name || path.endsWith(`/${name}`))
    .sort((a, b) => a.length - b.length)[0];
  if (found === undefined) return null;
  const prefix = found.slice(0, found.length - name.length);
  return files.filter(([path]) => path.startsWith(prefix))
    .map(([path, bytes]) => [path.slice(prefix.length), bytes]);
};
