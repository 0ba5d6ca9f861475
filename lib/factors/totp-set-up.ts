import { z } from "zod";
import { factorKey } from "@/lib/factors/factor-key";
import { decrypt, encrypt } from "@/lib/keys/aead";

/** Who is setting an authenticator up, and in which session: another session's, or another account's, is worth nothing. */
export type Holder = { accountId: string; sessionId: string };

/** `factorId` is decided at the start, so that one set-up makes one factor however often its form is sent. */
const content = z.object({ factorId: z.uuid(), secret: z.string(), until: z.coerce.date() });
export type TotpSetUp = z.infer<typeof content>;

const context = ({ accountId, sessionId }: Holder) => `set-up ${accountId} ${sessionId}`;

/** A set-up as a form carries it: unreadable, and only this server can have made it. */
export function sealTotpSetUp(setUp: TotpSetUp, holder: Holder): string {
  return encrypt(factorKey("totp set-up"), Buffer.from(JSON.stringify(setUp)), context(holder)).toString("base64url");
}

/** Null for what this server did not make for this holder. Whether it is too old, the caller decides by `until`. */
export function openTotpSetUp(sealed: string, holder: Holder): TotpSetUp | null {
  try {
    return content.parse(JSON.parse(decrypt(factorKey("totp set-up"), Buffer.from(sealed, "base64url"), context(holder)).toString()));
  } catch {
    return null;
  }
}
