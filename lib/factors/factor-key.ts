import { hkdfSync } from "node:crypto";
import { webEnv } from "@/lib/base/env";

/** One key for each use, derived from FACTOR_KEY (HKDF-SHA-256, RFC 5869): what is made for one use is worth nothing in another. */
export function factorKey(use: "totp secrets" | "totp set-up" | "recovery codes"): Buffer {
  const root = Buffer.from(webEnv().FACTOR_KEY, "base64");
  return Buffer.from(hkdfSync("sha256", root, "", `holdfast ${use}`, 32));
}
