import { constants, inflateRawSync, inflateSync } from "node:zlib";

/** A text in base64 at each of its three alignments, without the ends, which depend on what stands beside it. */
function inBase64(bytes: Buffer, encoding: "base64" | "base64url"): string[] {
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString(encoding)
      .replace(/=+$/, "");
    return encoded.slice(shift === 0 ? 0 : shift + 1, -1);
  });
}

/**
 * A text as it may stand somewhere: in UTF-8 and in UTF-16 (as scripts keep some), in base64 and base64url at each of their three
 * alignments, in hexadecimal, in a query or form, in JSON, reversed.
 */
export function spellings(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  const hex = bytes.toString("hex");
  const texts = [
    ...(["base64", "base64url"] as const).flatMap((encoding) => inBase64(bytes, encoding)),
    hex,
    hex.toUpperCase(),
    encodeURIComponent(text),
    new URLSearchParams({ "": text }).toString().slice(1),
    JSON.stringify(text).slice(1, -1),
    [...text].toReversed().join(""),
  ];
  const all = [bytes, Buffer.from(text, "utf16le"), ...[...new Set(texts)].map((one) => Buffer.from(one))];
  return all.filter((one, index) => all.findIndex((other) => other.equals(one)) === index);
}

const mostUnpacked = 4_000_000;
const lenient = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: mostUnpacked };

/** Where a gzip file's head ends: after ten bytes, an extra field, a name, a comment and a checksum, so far as its flags name them. */
function afterHead(bytes: Buffer): number {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if (flags & 4) at += 2 + bytes.readUInt16LE(at);
  for (const named of [8, 16]) if (flags & named) at = bytes.indexOf(0, at) + 1;
  return flags & 2 ? at + 2 : at;
}

/** How packed bytes begin (RFC 1952, RFC 1950), and how they are unpacked, whatever follows them. */
const packings = [
  { magic: Buffer.from([0x1f, 0x8b, 0x08]), unpack: (bytes: Buffer) => inflateRawSync(bytes.subarray(afterHead(bytes)), lenient) },
  ...[0x01, 0x5e, 0x9c, 0xda].map((level) => ({
    magic: Buffer.from([0x78, level]),
    unpack: (bytes: Buffer) => inflateSync(bytes, lenient),
  })),
];

function* unpacked(content: Buffer): Generator<Buffer> {
  for (const { magic, unpack } of packings)
    for (let at = content.indexOf(magic); at >= 0; at = content.indexOf(magic, at + 1)) {
      try {
        yield unpack(content.subarray(at));
      } catch {
        // These bytes begin like packed ones and are none.
      }
    }
}

/** Bytes that stand in a text as hexadecimal or base64, where they may be packed: the beginnings of packed bytes, as these spell them. */
function* decoded(content: Buffer): Generator<Buffer> {
  const text = content.toString("latin1");
  for (const [hex] of text.matchAll(/(?:1f8b08|78(?:01|5e|9c|da))(?:[\da-f]{2})+/gi)) yield Buffer.from(hex, "hex");
  for (const [base64] of text.matchAll(/(?:H4sI|eJ[wxyz]|eN[o-r]|eA[EF]|eF[4-7])[\w+/-]+/g)) yield Buffer.from(base64, "base64");
}

/**
 * Finds a text in content in any of its spellings, also where it is packed by gzip or deflate, as bytes, hexadecimal or base64. What is packed
 * twice, encrypted, or spelled in two of these ways at once it does not find.
 */
export function finder(texts: readonly string[]): (content: Buffer) => boolean {
  const wanted = texts.flatMap(spellings);
  const plainly = (content: Buffer) => wanted.some((one) => content.includes(one));
  return (content) => {
    if (plainly(content)) return true;
    for (const inner of unpacked(content)) if (plainly(inner)) return true;
    for (const bytes of decoded(content)) for (const inner of unpacked(bytes)) if (plainly(inner)) return true;
    return false;
  };
}
