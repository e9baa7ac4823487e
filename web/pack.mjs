// Packs the built UI into one file that the C++ build embeds: `node pack.mjs DIST PACK`. The format stands in
// src/assets/pack.h. The same input gives the same bytes.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** Files below `folder` as paths from it, in order; what begins with a dot is Vite's own. */
function filesIn(folder, below = "") {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith("."))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(folder, `${below}/${entry.name}`) : [`${below}/${entry.name}`]))
    .sort();
}

/** The file as it is and, where that is smaller, compressed. */
function copiesOf(bytes) {
  const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } };
  const compressed = [
    ["br", brotliCompressSync(bytes, brotli)],
    ["gzip", gzipSync(bytes, { level: 9 })],
  ];
  return [["identity", bytes], ...compressed.filter(([, copy]) => copy.length < bytes.length * 0.95)];
}

function pack(dist) {
  const files = [];
  const blobs = [];
  let offset = 0;
  for (const path of filesIn(dist)) {
    const type = TYPES[extname(path)];
    if (!type) throw new Error(`${path}: pack.mjs does not know the type of such a file`);
    const bytes = readFileSync(join(dist, path));
    const copies = copiesOf(bytes).map(([coding, copy]) => {
      blobs.push(copy);
      const placed = { coding, offset, length: copy.length };
      offset += copy.length;
      return placed;
    });
    files.push({ path, type, tag: createHash("sha256").update(bytes).digest("hex").slice(0, 16), copies });
  }
  if (!files.some((file) => file.path === "/index.html")) throw new Error(`${dist} has no index.html`);
  const index = Buffer.from(JSON.stringify({ files }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(index.length);
  return Buffer.concat([Buffer.from("PLMPACK1"), length, index, ...blobs]);
}

const [dist, output] = process.argv.slice(2);
if (!output) throw new Error("node pack.mjs DIST PACK");
writeFileSync(output, pack(dist));
