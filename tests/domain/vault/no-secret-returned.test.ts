import { inspect } from "node:util";
import { expect, test, vi } from "vitest";
import { submitCredential } from "@/lib/connections/submit-credential";
import { verifyConnection } from "@/lib/connections/verify-connection";
import { withSession } from "@/lib/connections/with-session";
import type { Login } from "@/lib/vault/login";
import { openCredential } from "@/lib/vault/open-credential";
import { connectionRow, givenKey, givenLogin, givenSeat, sealAsBrowser } from "@/tests/domain/support/given-connection";
import { givenSandbox } from "@/tests/domain/support/given-sandbox";
import { granted } from "@/tests/domain/support/granted-tokens";
import { expectComplaints, logLines } from "@/tests/support/log-watch";

vi.mock("@/sandbox/platform/sessions", async (original) => {
  const { watchGrants } = await import("@/tests/domain/support/granted-tokens");
  return watchGrants(await original());
});

const { sandbox, database } = await givenSandbox();

/** A text as it might turn up: plain, in a URL, in base64 at any of its three offsets, in hexadecimal. */
function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const inBase64 = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    return encoded.slice(offset === 0 ? 0 : offset + 1, -1);
  });
  return [secret, encodeURIComponent(secret), bytes.toString("hex"), ...inBase64];
}
const found = (text: string, secrets: string[]) => secrets.flatMap(spellings).filter((spelling) => text.includes(spelling));

async function everythingStored(): Promise<string> {
  const tables = await database<{ name: string }[]>`select tablename as name from pg_tables where schemaname in ('public', 'pgboss')`;
  const rows = await Promise.all(
    tables.map(({ name }) =>
      database.unsafe(`select to_jsonb(it) as row from ${name.startsWith("job") ? "pgboss." : ""}"${name}" it`).catch(() => []),
    ),
  );
  return JSON.stringify(rows);
}

test("the search finds a login in every spelling that it knows", () => {
  const secret = "platform-1a2b3c+/é";
  for (const lead of ["", "x", "xy"]) {
    const text = `${Buffer.from(`${lead}${secret}--`).toString("base64")} ${encodeURIComponent(secret)}`;
    expect(found(text, [secret])).toHaveLength(2);
  }
});

/** What was thrown, what was logged and what is stored, searched. */
async function whereFound(thrown: unknown[], secrets: string[]) {
  const told = thrown.map((error) => inspect(error, { depth: null, showHidden: true })).join("\n");
  return {
    errors: found(told, secrets),
    log: found(JSON.stringify(logLines()), secrets),
    database: found(await everythingStored(), secrets),
  };
}
const nowhere = { errors: [], log: [], database: [] };
const why = { job: "test", reason: "verify", stopOf: async () => null };

test("neither an error nor the log nor the database tells a login or a session's token, whatever goes wrong with it", async () => {
  expectComplaints("credential not opened");
  const { accountId, connectionId } = await givenKey();
  const login = await givenLogin(sandbox);
  const wrong: Login = { ...login, password: "a password that is wrong" };
  const thrown: unknown[] = [];
  const attempt = (work: Promise<unknown>) => work.catch((error: unknown) => thrown.push(error));
  const seal = async (one: Login) => submitCredential(accountId, connectionId, await sealAsBrowser(accountId, one));

  await seal(wrong);
  await attempt(verifyConnection(connectionId));
  await seal(login);
  for (const fault of ["unavailable_503", "rate_limited", "changed_shape"]) {
    await sandbox.control("POST", "/__faults", { target: "platform", fault, on: "token" });
    await attempt(verifyConnection(connectionId));
  }
  await attempt(verifyConnection(connectionId));
  const connection = await connectionRow(connectionId);
  if (!connection?.keyId) throw new Error("no connection");
  for (const fault of ["expired_401", "login_html", "changed_shape", "conflict_refresh", "unavailable_503"]) {
    await sandbox.control("POST", "/__faults", { target: "platform", fault, on: "list" });
    await attempt(withSession(connection, why, (session) => session.listOffers({ withText: false })));
  }
  const { platform } = connection;
  await attempt(openCredential({ connectionId, accountId, platform, host: "elsewhere.example" }, why));
  await attempt(seal({ ...login, password: `${login.password}${"x".repeat(1_000)}` }));
  await database`update credentials set version = 9 where connection_id = ${connectionId}`;
  await attempt(withSession({ ...connection, credentialVersion: 9 }, why, (session) => session.listOffers({ withText: false })));

  expect(thrown.length).toBeGreaterThanOrEqual(5);
  expect(granted.length).toBeGreaterThanOrEqual(2);
  expect(await whereFound(thrown, [login.username, login.password, wrong.password, ...granted])).toEqual(nowhere);
});

test("nor do they tell a seat's token, while it works, when it is revoked and when it is too long", async () => {
  const { accountId, connectionId } = await givenKey();
  const { userId } = await givenLogin(sandbox);
  const { revoke, ...seat } = await givenSeat(sandbox, userId);
  const thrown: unknown[] = [];
  const attempt = (work: Promise<unknown>) => work.catch((error: unknown) => thrown.push(error));
  await submitCredential(accountId, connectionId, await sealAsBrowser(accountId, seat));
  for (const fault of ["unavailable_503", "changed_shape"]) {
    await sandbox.control("POST", "/__faults", { target: "platform", fault, on: "me" });
    await attempt(verifyConnection(connectionId));
  }
  await verifyConnection(connectionId);
  const connection = await connectionRow(connectionId);
  if (!connection) throw new Error("no connection");
  for (const fault of ["changed_shape", "conflict_refresh", "unavailable_503"]) {
    await sandbox.control("POST", "/__faults", { target: "platform", fault, on: "list" });
    await attempt(withSession(connection, why, (session) => session.listOffers({ withText: false })));
  }
  await revoke();
  await attempt(withSession(connection, why, (session) => session.listOffers({ withText: false })));
  await attempt(sealAsBrowser(accountId, { ...seat, token: `${seat.token}${"x".repeat(1_000)}` }));

  expect(connection.state).toBe("working");
  expect(thrown.length).toBeGreaterThanOrEqual(4);
  expect(await whereFound(thrown, [seat.token])).toEqual(nowhere);
});
