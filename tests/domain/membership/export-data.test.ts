import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { exportData } from "@/lib/membership/export-data";
import { givenFullAccount } from "@/tests/domain/membership/given-full-account";
import { givenOutside } from "@/tests/domain/orders/given-ready";

vi.setConfig({ testTimeout: 60_000 });
const outside = await givenOutside();
const { database } = outside;

/** The paths of all values: `sessions[].device`. What `facts` hold differs from line to line, and is one value here. */
function pathsOf(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => pathsOf(one, `${path}[]`));
  if (value === null || typeof value !== "object" || value instanceof Date || path.endsWith("facts")) return [path];
  return Object.entries(value).flatMap(([name, one]) => pathsOf(one, path ? `${path}.${name}` : name));
}

/** The fields in the document's tables: the first cell of each row, in backticks. */
function documented(): string[] {
  const text = readFileSync("docs/operations/export-format.md", "utf8");
  return [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(([, field]) => field ?? "");
}

test("the document names every field of an export, and none that it does not have", async () => {
  const { accountId } = await givenFullAccount(outside);
  const exported = await exportData(accountId);
  const fields = new Set(pathsOf(exported));
  expect([...fields].toSorted()).toEqual(documented().toSorted());
});

test("every table that holds an account's rows is in its export, or is one of secrets", async () => {
  const { accountId } = await givenFullAccount(outside);
  const exported: object = await exportData(accountId);
  const tables = await database<{ name: string }[]>`
    select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'account_id'`;
  const parts: Record<string, string> = {
    passwords: "password",
    contacts: "contact",
    schedules: "schedule",
    outbox: "mails",
    intents: "attempts",
    pauses: "pause",
    busy_feeds: "busyFeed",
    stripe_customers: "stripeCustomer",
  };
  const secrets = ["totp_secrets", "passkeys", "credentials", "access_keys"];
  const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const wanted = tables.map(({ name }) => name).filter((name) => !secrets.includes(name));
  expect(Object.keys(exported)).toEqual(expect.arrayContaining(wanted.map((name) => parts[name] ?? camel(name))));
});

test("an export holds what the account holds, and no secret, hash, key or session id", async () => {
  const { accountId, email, session, personal } = await givenFullAccount(outside);
  const exported = await exportData(accountId);
  const text = JSON.stringify(exported);
  for (const one of personal) expect(text).toContain(one);
  expect(exported.account).toMatchObject({ id: accountId, email, invitedAs: personal[0] });
  expect(exported.charges).toMatchObject([{ amountCents: 2_500, state: "posted" }]);
  expect(exported.acceptances).toHaveLength(1);
  expect(exported.offers.map(({ state }) => state).toSorted()).toEqual(["accepted", "skipped"]);
  expect(exported.mails.map(({ template }) => template)).toContain("accepted");
  const [hidden] = await database`
    select p.hash, c.jwe, k.credential_id, i.external_cipher, a.external_hash
    from passwords p, credentials c, passkeys k, intents i, acceptances a
    where p.account_id = ${accountId} and c.account_id = ${accountId} and k.account_id = ${accountId} and i.account_id = ${accountId} and a.account_id = ${accountId}`;
  expect(Object.keys(hidden ?? {})).toHaveLength(5);
  for (const secret of [...Object.values(hidden ?? {}), session.id]) expect(text).not.toContain(secret);
});

test("nothing of another account is in it, and taking it leaves a line that is in it too", async () => {
  const mine = await givenFullAccount(outside);
  const other = await givenFullAccount(outside);
  const exported = await exportData(mine.accountId);
  for (const one of [...other.personal, other.accountId]) expect(JSON.stringify(exported)).not.toContain(one);
  expect(exported.accessLog.at(-1)).toMatchObject({ act: "account.export", actor: `member:${mine.accountId}` });
});
