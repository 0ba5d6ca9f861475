import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { syncToDisk } from "@/lib/base/sync-to-disk";

/** Rows of COPY's text format are lines: a line break within a value is written as two characters. */
function lineCounter(): { stream: Transform; lines: () => number } {
  let lines = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
      done(null, chunk);
    },
  });
  return { stream, lines: () => lines };
}

/** Writes rows into a compressed file that is this user's alone and that nothing was at before. */
export async function writeRows(rows: Readable, path: string): Promise<{ rows: number }> {
  const counter = lineCounter();
  await pipeline(rows, counter.stream, createGzip({ level: 4 }), createWriteStream(path, { mode: 0o600, flags: "wx" }));
  await syncToDisk(path);
  return { rows: counter.lines() };
}

/** A file's length and SHA-256. */
export async function measureFile(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest("hex") };
}
