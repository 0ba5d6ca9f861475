import { z } from "zod";

/** The address of a database. */
export const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, "must be a postgres:// URL");
/** A key as JSON; what is wrong with it is said without its text. */
export const jwk = z.string().transform((text, context): Record<string, unknown> => {
  try {
    const key: unknown = JSON.parse(text);
    if (key && typeof key === "object" && "kty" in key) return key as Record<string, unknown>;
  } catch {
    // reported below, without the text itself
  }
  context.addIssue({ code: "custom", message: "must be a JSON Web Key (RFC 7517) as JSON" });
  return z.NEVER;
});
/** Items between commas; empty ones count for nothing. */
export const list = z.string().transform((text) =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter(Boolean),
);

/** `platform=secret`, comma-separated, as the secrets of each platform. */
export const platformSecrets = list.transform((items, context): Record<string, string[]> => {
  const secrets: Record<string, string[]> = {};
  for (const item of items) {
    const [, platform, secret] = /^([\w-]+)=(.{16,})$/.exec(item) ?? [];
    if (platform && secret) secrets[platform] = [...(secrets[platform] ?? []), secret];
    else context.addIssue({ code: "custom", message: "must be platform=secret, comma-separated, each secret of 16 characters or more" });
  }
  return secrets;
});
