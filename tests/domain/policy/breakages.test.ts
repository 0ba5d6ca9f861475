import { randomUUID } from "node:crypto";
import { chmodSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { beat } from "@/db/queries/heartbeats";
import { dayMs, later, now } from "@/lib/base/clock";
import { keyringDir } from "@/lib/base/env";
import { securityHeaders } from "@/lib/edge/security-headers";
import { purge } from "@/lib/oversight/retention/purge";
import { securityTxt } from "@/lib/oversight/security-txt";
import type { Seen } from "@/lib/oversight/seen";
import { everyCheck } from "@/lib/policy/controls";
import { lookOnce } from "@/lib/policy/look";
import { giveWorkerParts, workerParts } from "@/lib/policy/worker-parts";
import { rowMaker } from "@/tests/domain/oversight/given-rows";
import { givenMember } from "@/tests/support/members";

/** Rows as somebody with the database in hand could write them: foreign keys and checks are out of force. */
const { sql, insert } = await rowMaker();
const system = { kind: "system", job: "test" } as const;

/** A front door of this test's own, which is as it should be but for what `broken` says. */
let broken: {
  header?: string;
  cookie?: string;
  csp?: string;
  takesPosts?: boolean;
  opensConsole?: boolean;
  echoes?: boolean;
  gone?: boolean;
  expired?: boolean;
  endless?: boolean;
} = {};
let logins = 0;
const page = '<form><select name="kind"></select></form>';
const good = Object.fromEntries(securityHeaders({ https: false }));
function serve(request: IncomingMessage, response: ServerResponse): void {
  const path = request.url ?? "";
  const nonce = randomUUID().replaceAll("-", "");
  const csp =
    broken.csp ?? `default-src 'none'; script-src 'self' 'nonce-${nonce}'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'`;
  const headers: Record<string, string> = { ...good, "Content-Security-Policy": csp };
  if (broken.header) delete headers[broken.header];
  if (path.startsWith("/api/auth/csrf")) headers["Set-Cookie"] = broken.cookie ?? "__Host-x=1; Path=/; HttpOnly; Secure; SameSite=Lax";
  const answer = (status: number, body = "", more: Record<string, string> = {}) =>
    response.writeHead(status, { ...headers, ...more }).end(body);
  if (path === "/login" && request.headers.origin === doorUrl) {
    logins += 1;
    return void answer(broken.endless || logins <= 5 ? 401 : 429);
  }
  if (path === "/login" && request.method === "GET") return void answer(200, '<form><input name="password"></form>');
  if (request.method === "POST") return void answer(broken.takesPosts ? 200 : 403);
  if (path.startsWith("/operator")) return void answer(broken.opensConsole ? 200 : 401);
  if (path.startsWith("/settings/")) return void answer(broken.gone ? 404 : 307, "", { Location: "/login?next=x" });
  if (path.startsWith("/invite/")) return void answer(404, broken.opensConsole ? '<input name="password">' : "");
  if (/%2f|%5c|%ff|_next/i.test(path) && !/script|1%3D1|%20or/i.test(path)) return void answer(broken.echoes ? 200 : 400);
  if (path === "/.well-known/security.txt")
    return void answer(200, securityTxt(doorUrl, null, broken.expired ? later(now(), -91 * dayMs) : now()));
  if (path.startsWith("/report")) return void answer(200, broken.gone ? "" : page);
  return void answer(200, broken.echoes ? decodeURIComponent(path) : page);
}
const door = createServer(serve);
let doorUrl = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  doorUrl = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  platformsAt(false);
  await purge();
  await givenMember();
});
afterAll(async () => {
  door.close();
  await Promise.all([sql.end(), closeDatabases()]);
});

const look = async (id: string): Promise<Seen> => {
  const check = everyCheck.find((one) => one.id === id);
  if (!check) throw new Error(`no check ${id}`);
  return await lookOnce(check);
};
const long = later(now(), -400 * dayMs);
const incident = () =>
  insert("incidents", {
    kind: "other",
    severity: "low",
    state: "open",
    drill: true,
    source: randomUUID(),
    discovered_at: long,
    opened_by: "host:test",
  });
const at = (what: typeof broken) => async () => {
  broken = what;
};

const outOfDate = (clause: string) => () => insert("clause_evidence", { clause, valid_until: long, recorded_at: long });

/** A platform that is set up, and is called in plain http or is not. */
const platformsAt = (plain: boolean) =>
  giveWorkerParts({
    ...workerParts(),
    platformDestinations: () => [{ belongsTo: { platform: "field-nation" }, host: "platform.example", authority: null, plain }],
  });

/** What breaks each thing that is looked at, and nothing else. */
const breakages: Record<string, () => Promise<unknown>> = {
  "invited-accounts": () => insert("accounts", { email: `${randomUUID()}@example.org`, state: "active" }),
  "closed-door": at({ opensConsole: true }),
  "console-refuses": at({ opensConsole: true }),
  "login-throttle": at({ endless: true }),
  "tls-platforms": async () => platformsAt(true),
  "security-headers": at({ header: "X-Frame-Options" }),
  "content-security-policy": at({ csp: "script-src 'self' 'unsafe-inline'" }),
  "cookie-flags": at({ cookie: "session=1; Path=/" }),
  "foreign-posts": at({ takesPosts: true }),
  "hostile-texts": at({ echoes: true }),
  "malformed-requests": at({ echoes: true }),
  "report-page": at({ gone: true }),
  "security-txt": at({ expired: true }),
  "sessions-page": at({ gone: true }),
  "contact-page": at({ gone: true }),
  "password-hashes": () =>
    insert("passwords", { hash: "$argon2id$v=19$m=4096,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g" }),
  "rights-as-given": () => sql`grant delete on access_lines to holdfast_web`,
  "staff-factors": () =>
    sql`create or replace function lookup.staff_role() returns text language sql stable security definer as 'select ''owner''::text'`,
  "sealed-credentials": () => insert("credentials", { jwe: "user=ada&password=secret" }),
  "sealed-secrets": () => insert("totp_secrets", { sealed: Buffer.from("JBSWY3DPEHPK3PXP") }),
  "keyring-place": async () => chmodSync(keyringDir(), 0o755),
  "root-key-age": () =>
    insert("key_status", {
      taken_at: now(),
      provider: "keyring",
      roots: JSON.stringify([
        {
          keyId: "root-1",
          version: 1,
          madeAt: long.toISOString(),
          registeredAt: long.toISOString(),
          supersededAt: null,
          retiredAt: null,
          wraps: 1,
        },
      ]),
      public_keys: "{}",
    }),
  "keys-database": async () => {
    const name = new URL(process.env.KEYS_DATABASE_URL ?? "").pathname.slice(1);
    await sql`grant connect on database ${sql(name)} to holdfast_web`;
  },
  "log-checkpoint": () => insert("checkpoints", { number: 9_999, jws: "e30.e30.e30", signed_at: now() }),
  "log-chain": async () => {
    const [one, other] = [await insert("access_lines", { subject: null }), await insert("access_lines", { subject: null })];
    await insert("access_chain", { sequence: 900_001, line_id: one.id, hash: Buffer.alloc(32) });
    await insert("access_chain", { sequence: 900_002, line_id: other.id, hash: Buffer.alloc(32) });
  },
  "reviews-in-time": () => insert("reviews", { kind: "accesses", period: "late", due_at: long }),
  "ended-access": async () => {
    const account = await insert("accounts", { email: `${randomUUID()}@example.org`, state: "terminated" });
    await insert("connections", { account_id: account.id, unlinked_at: null });
  },
  "session-limits": () =>
    insert("sessions", { assurance: "factor", idle_seconds: 10_000_000, expires_at: later(now(), 90 * dayMs), seen_at: now() }),
  "refunds-within-paid": async () => {
    const invoice = await insert("invoices", { amount_paid_cents: 1_000 });
    await insert("refunds", { invoice_id: invoice.id, amount_cents: 1_001, state: "posted" });
  },
  "tls-front-door": async () => {
    process.env.FRONT_DOOR_URL = "http://holdfast.example";
  },
  "production-access": outOfDate("3a"),
  "hosting-certificates": outOfDate("5a"),
  "network-filters": outOfDate("5b"),
  "system-patches": outOfDate("5c"),
  "incident-plan": outOfDate("8a"),
  "authorities-advice": outOfDate("8c"),
  "lessons-carried-out": outOfDate("8d"),
  "processor-choice": outOfDate("9"),
  "columns-mapped": () => sql`alter table accounts add column alien text`,
  "purge-receipts": () => sql`update purge_receipts set finished_at = now() - interval '27 hours'`,
  "past-their-time": () => insert("activity", { at: later(now(), -40 * dayMs) }),
  "anomaly-rounds": () => transaction(system, (tx) => beat(tx, "anomalies", later(now(), -dayMs))),
  "signs-of-sharing": () => transaction(system, (tx) => beat(tx, "anomalies", later(now(), -dayMs))),
  "published-prices": () => sql`update billing_rounds set finished_at = now(), outcome = 'ill' where name = 'prices'`,
  "incidents-contained": incident,
  "reports-looked-at": () => insert("public_reports", { kind: "access", state: "received", due_at: long }),
  "members-told": async () => insert("affected_findings", { incident_id: (await incident()).id, members: 3 }),
  "authorities-told": async () => insert("incident_filings", { incident_id: (await incident()).id, state: "due", due_at: long }),
  "actions-done": async () => insert("corrective_actions", { incident_id: (await incident()).id, due_at: long }),
};

/** Checks whose functions have tests of their own, here or beside the noun that they are of. */
const others = ["password-rules", "canary", "environment-marks", "patches", "processor-register"];

test("there is a breakage for each check", () => {
  expect([...Object.keys(breakages), ...others].toSorted()).toEqual(everyCheck.map(({ id }) => id).toSorted());
});

test.each(Object.keys(breakages))("%s fails once what it looks at is broken, and not before", async (id) => {
  broken = {};
  process.env.FRONT_DOOR_URL = doorUrl;
  await transaction(system, (tx) => beat(tx, "anomalies", now()));
  expect((await look(id)).result).not.toBe("fails");
  await breakages[id]?.();
  expect(await look(id)).toMatchObject({ result: "fails" });
  broken = {};
});
