import { z } from "zod";
import { decrypt, encrypt } from "@/lib/keys/aead";

const personal = z.object({ network: z.string() });
/** What a line tells of the person who acted. `network`: where the act came from, an IPv4 /24 or IPv6 /48. */
export type Personal = z.infer<typeof personal>;

/** Bytes of an account's key: AES-256. */
export const accessKeyBytes = 32;
const context = (lineId: string) => `access-line:${lineId}`;

/** Seals the personal part of one line, bound to that line, under the key of the account that acted. */
export function sealPersonal(key: Buffer, lineId: string, part: Personal): Buffer {
  return encrypt(key, Buffer.from(JSON.stringify(part)), context(lineId));
}

/** Opens it again. @throws Error when the key or the line is another. */
export function openPersonal(key: Buffer, lineId: string, sealed: Uint8Array): Personal {
  return personal.parse(JSON.parse(decrypt(key, sealed, context(lineId)).toString()));
}

/** The account whose key seals what a line of this actor says of the person; null for those who are no account. */
export function sealedUnder(actor: string): string | null {
  return /^(?:member|claimed|staff):(.+)$/.exec(actor)?.[1] ?? null;
}
