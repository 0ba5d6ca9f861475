import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { webEnv } from "@/lib/base/env";
import { isPlatformId, type PlatformId } from "@/lib/platforms/ids";

/**
 * What is kept of a platform's message: that one came, and whom it is about; null when it names nobody. It is known by a hash of its body,
 * which every attempt repeats and which alone is signed: under a new delivery id it is still the same message.
 */
export interface PlatformMessage {
  deliveryId: string;
  platformUserId: string | null;
}

/** A message's raw body and its headers, by their names in lower case. */
export type RawMessage = { rawBody: string; header: (name: string) => string | null };

const fieldNationBody = z.object({ user: z.object({ id: z.number().int().positive() }).nullish() });

const sameBytes = (one: string, other: string) => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
};

const fieldNationSignature = "x-fn-signature";
/** HMAC-SHA-256 over the raw body, in hex, under any of the secrets. */
const isSigned = ({ rawBody, header }: RawMessage, secrets: string[]) =>
  secrets.some((secret) =>
    sameBytes(header(fieldNationSignature) ?? "", `sha256=${createHmac("sha256", secret).update(rawBody).digest("hex")}`),
  );

function asJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function readFieldNation(message: RawMessage, secrets: string[]): PlatformMessage | null {
  if (!isSigned(message, secrets)) return null;
  const body = fieldNationBody.safeParse(asJson(message.rawBody));
  if (!body.success) return null;
  const { user } = body.data;
  return { deliveryId: createHash("sha256").update(message.rawBody).digest("base64url"), platformUserId: user ? String(user.id) : null };
}

interface Reader {
  /** The header that carries the signature, in lower case. */
  signature: string;
  read: (message: RawMessage, secrets: string[]) => PlatformMessage | null;
}

/** How each platform's messages are read; null where it sends none. */
const readers: Record<PlatformId, Reader | null> = {
  "field-nation": { signature: fieldNationSignature, read: readFieldNation },
  "service-channel": null,
};

/** The header in which a platform's messages are signed, in lower case; null for an id of which none are taken. */
export const signatureHeaderOf = (platform: string): string | null =>
  isPlatformId(platform) ? (readers[platform]?.signature ?? null) : null;

/** Whether messages of this platform are taken at all: it sends some, and a secret for them is configured. */
export const takesMessages = (platform: PlatformId) =>
  readers[platform] !== null && webEnv().PLATFORM_WEBHOOK_SECRETS[platform] !== undefined;

/**
 * Verifies a platform's message by its raw body. Null when it does not hold. Nothing in it is believed beyond whom to look at anew, and
 * nothing else of it is read: it may hold a whole order.
 */
export function readMessage(platform: PlatformId, message: RawMessage): PlatformMessage | null {
  return readers[platform]?.read(message, webEnv().PLATFORM_WEBHOOK_SECRETS[platform] ?? []) ?? null;
}
