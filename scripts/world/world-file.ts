import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PlatformLogins } from "@/scripts/world/seed-platform-logins";

export type Login = { email: string; password: string };
/** `totpSecret` (base32) is what an authenticator app is given: its codes come from it (RFC 6238, SHA-1, 6 digits, 30 seconds). */
export type OwnerLogin = Login & { totpSecret: string };

/** What tests, scripts and people need to use a running world; see the contract in CONTRIBUTING.md. */
export type WorldFile = {
  web: string;
  /** Null where every part of the outside world was given. */
  sandbox: { platform: string; serviceChannel: string; stripe: string; mail: string; control: string; ca: string } | null;
  /** A link that nobody has used yet. */
  invite: string | null;
  accounts: { owner: OwnerLogin | null; member: Login | null };
  /** Logins that nobody has connected yet; null where the platforms were given. */
  platformLogins: PlatformLogins | null;
};

export const worldFileOf = (home: string) => join(home, "world.json");

/** Writes world.json whole, for this user alone: it holds passwords. */
export function writeWorldFile(home: string, content: WorldFile): void {
  const draft = `${worldFileOf(home)}.draft`;
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, worldFileOf(home));
}
