/** What mailed links are for; the number stands in the link. */
const codes = { invite: 1, reset: 2, "confirm-email": 3, "undo-email": 4, "not-me": 5, unsubscribe: 6 } as const;
export type LinkKind = keyof typeof codes;
/** The links whose right is a row of mail_links. */
export type MailLinkKind = Exclude<LinkKind, "invite" | "unsubscribe">;
/**
 * What a link says: a row's id and its generation, which sending again raises. One that unsubscribes says an account's id and, in the
 * generation's place, the number of a kind of mail.
 */
export type LinkClaims = { id: string; generation: number };

const claimBytes = 21;
const signatureBytes = 64;
const domain = Buffer.from("holdfast mail link v1\0");

/** The claims as bytes: kind (1), id (16), generation (4). */
function encodeClaims(kind: LinkKind, { id, generation }: LinkClaims): Buffer {
  const bytes = Buffer.alloc(claimBytes);
  bytes.writeUInt8(codes[kind], 0);
  bytes.write(id.replaceAll("-", ""), 1, "hex");
  bytes.writeUInt32BE(generation, 17);
  return bytes;
}

/** What an Ed25519 signature of a link covers. The prefix keeps it from passing for a signature of anything else. */
export function signedPart(kind: LinkKind, claims: LinkClaims): Buffer {
  return Buffer.concat([domain, encodeClaims(kind, claims)]);
}

/** A link's token: base64url of claims and signature, 114 characters. */
export function joinToken(kind: LinkKind, claims: LinkClaims, signature: Uint8Array): string {
  return Buffer.concat([encodeClaims(kind, claims), signature]).toString("base64url");
}

/** A token's claims and signature, neither checked; null for what is not a token of that kind in its one spelling. */
export function splitToken(kind: LinkKind, token: string): { claims: LinkClaims; signature: Buffer } | null {
  if (!/^[\w-]{114}$/.test(token)) return null;
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length !== claimBytes + signatureBytes || bytes.toString("base64url") !== token || bytes[0] !== codes[kind]) return null;
  const hex = bytes.toString("hex", 1, 17);
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return { claims: { id, generation: bytes.readUInt32BE(17) }, signature: bytes.subarray(claimBytes) };
}
