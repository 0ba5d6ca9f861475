import { z } from "zod";

/** A platform login as it is sealed. `actingUserId`: the member's own id on the platform, for whom the seat acts. */
export type Login = { kind: "password"; username: string; password: string } | { kind: "seat"; token: string; actingUserId: string };

const login = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("password"), username: z.string(), password: z.string() }),
  z.strictObject({ kind: z.literal("seat"), token: z.string(), actingUserId: z.string() }),
]);
/** How a password was written down before there were other kinds. */
const unnamed = z.strictObject({ username: z.string(), password: z.string() });

/** A login as it is written down before it is sealed. */
export function writeLogin(login: Login): Uint8Array {
  const { kind } = login;
  const parts =
    kind === "seat"
      ? { kind, token: login.token, actingUserId: login.actingUserId }
      : { kind, username: login.username, password: login.password };
  return new TextEncoder().encode(JSON.stringify(parts));
}

/** The login that was written down. @throws for anything else, with a message that may quote it: the caller drops that. */
export function readLogin(written: Uint8Array): Login {
  const found: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(written));
  const before = unnamed.safeParse(found);
  return before.success ? { kind: "password", ...before.data } : login.parse(found);
}
