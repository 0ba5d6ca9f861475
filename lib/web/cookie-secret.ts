import { createHmac } from "node:crypto";
import { ownInstallation } from "@/db/client";
import type { Installation } from "@/db/installation";
import { webEnv } from "@/lib/base/env";

/**
 * What cookies are encrypted with (clause 5d): NEXTAUTH_SECRET bound to the environment and installation of the database, so that a cookie of
 * one opens nothing of another, even where both were given the same secret by mistake.
 */
export async function cookieSecret(): Promise<string> {
  return bindSecret(webEnv().NEXTAUTH_SECRET, await ownInstallation("web"));
}

/** HMAC-SHA-256 (RFC 2104) under the secret, of whose cookies they are. */
export function bindSecret(secret: string, { environment, id }: Installation): string {
  return createHmac("sha256", secret).update(`holdfast cookies\n${environment}\n${id}`).digest("base64url");
}
