import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transaction } from "@/db/client";
import { beat } from "@/db/queries/heartbeats";
import { dayMs, later, now } from "@/lib/base/clock";
import { keyringDir } from "@/lib/base/env";
import { giveWorkerParts, type WorkerParts, workerParts } from "@/lib/policy/worker-parts";
import type { ClauseId } from "@/lib/terms/policy";
import type { rowMaker } from "@/tests/domain/oversight/given-rows";
import type { Breakage } from "@/tests/domain/policy/breakage";

const long = later(now(), -400 * dayMs);
const sealedRoot = (at: Date) =>
  JSON.stringify([
    {
      keyId: "root-1",
      version: 1,
      madeAt: at.toISOString(),
      registeredAt: at.toISOString(),
      supersededAt: null,
      retiredAt: null,
      wraps: 1,
    },
  ]);

interface Hands extends Awaited<ReturnType<typeof rowMaker>> {
  /** What the rules about passwords say to every password; undefined for what they really say. */
  sayOfPasswords: (flaw: string | null | undefined) => void;
}

/** Whoever adds a check that looks within adds the line that breaks it. */
export function innerBreakages({ sql, insert, sayOfPasswords }: Hands): Breakage[] {
  const breakage = (check: string, clauses: ClauseId[], apply: Breakage["apply"]): Breakage => ({ check, clauses, apply });
  /** Rows as somebody with the database in hand could write them; they are taken out again by all that they hold. */
  const rows = (check: string, clauses: ClauseId[], make: () => Promise<[table: string, row: Record<string, unknown>][]>) =>
    breakage(check, clauses, async () => {
      const made = await make();
      return async () => {
        for (const [table, row] of made) await sql`delete from ${sql(table)} where to_jsonb(${sql(table)}.*) = ${sql.json(row as never)}`;
      };
    });
  const row = (check: string, clauses: ClauseId[], table: string, given: () => Record<string, unknown>) =>
    rows(check, clauses, async () => [[table, await insert(table, given())]]);
  const expired = (check: string, clause: ClauseId) =>
    row(check, [clause], "clause_evidence", () => ({ clause, valid_until: long, recorded_at: long }));
  const parts = (check: string, clauses: ClauseId[], given: () => Partial<WorkerParts>) =>
    breakage(check, clauses, async () => {
      const before = workerParts();
      giveWorkerParts({ ...before, ...given() });
      return () => giveWorkerParts(before);
    });
  const incident = (over: Record<string, unknown> = {}) =>
    insert("incidents", {
      kind: "other",
      severity: "low",
      state: "open",
      drill: true,
      source: randomUUID(),
      discovered_at: long,
      contained_at: long,
      opened_by: "host:test",
      ...over,
    });
  const duty = (check: string, clause: ClauseId, table: string, given: Record<string, unknown>) =>
    rows(check, [clause], async () => {
      const one = await incident();
      return [
        ["incidents", one],
        [table, await insert(table, { incident_id: one.id, ...given })],
      ];
    });
  const lateRounds = (name: "anomalies" | "reviews") => async () => {
    const system = { kind: "system", job: "test" } as const;
    await transaction(system, (tx) => beat(tx, name, later(now(), -dayMs)));
    return () => transaction(system, (tx) => beat(tx, name, now()));
  };
  const grant = (check: string, clauses: ClauseId[], to: () => Promise<unknown>, back: () => Promise<unknown>) =>
    breakage(check, clauses, async () => {
      await to();
      return back;
    });
  const keysName = new URL(process.env.KEYS_DATABASE_URL ?? "").pathname.slice(1);

  return [
    row("invited-accounts", ["0.1"], "accounts", () => ({ email: `${randomUUID()}@example.org`, state: "active" })),
    grant(
      "published-prices",
      ["0.2"],
      () => sql`update billing_rounds set finished_at = now(), outcome = 'ill' where name = 'prices'`,
      () => sql`update billing_rounds set finished_at = null, outcome = null where name = 'prices'`,
    ),
    rows("ended-access", ["0.3"], async () => {
      const account = await insert("accounts", { email: `${randomUUID()}@example.org`, state: "terminated" });
      const invite = { redeemed_by: account.id, redeemed_at: now(), expires_at: later(now(), dayMs) };
      return [
        ["accounts", account],
        ["invites", await insert("invites", invite)],
        ["connections", await insert("connections", { account_id: account.id, unlinked_at: null })],
      ];
    }),
    rows("refunds-within-paid", ["0.4"], async () => {
      const invoice = await insert("invoices", { amount_paid_cents: 1_000 });
      return [
        ["invoices", invoice],
        ["refunds", await insert("refunds", { invoice_id: invoice.id, amount_cents: 1_001, state: "posted" })],
      ];
    }),
    parts("tls-platforms", ["2.1b"], () => ({
      platformDestinations: () => [{ belongsTo: { platform: "field-nation" }, host: "platform.example", authority: null, plain: true }],
    })),
    row("sealed-credentials", ["1", "2.2a"], "credentials", () => ({ jwe: "user=ada&password=secret" })),
    row("sealed-secrets", ["2.2a"], "totp_secrets", () => ({ sealed: Buffer.from("JBSWY3DPEHPK3PXP") })),
    breakage("keyring-place", ["2.2b"], async () => {
      chmodSync(keyringDir(), 0o755);
      return () => chmodSync(keyringDir(), 0o700);
    }),
    row("root-key-age", ["2.2b"], "key_status", () => ({
      taken_at: now(),
      provider: "keyring",
      roots: sealedRoot(long),
      public_keys: "{}",
    })),
    grant(
      "keys-database",
      ["2.2b"],
      () => sql`grant connect on database ${sql(keysName)} to holdfast_web`,
      () => sql`revoke connect on database ${sql(keysName)} from holdfast_web`,
    ),
    grant(
      "rights-as-given",
      ["1", "3a", "3c"],
      () => sql`grant delete on access_lines to holdfast_web`,
      () => sql`revoke delete on access_lines from holdfast_web`,
    ),
    // Somebody's own way in, and the reader of backups made one who writes.
    breakage("rights-as-given", ["1", "3a", "3c"], async () => {
      const [guest, database] = [sql(`guest_${randomUUID().slice(0, 8)}`), sql(new URL(process.env.DATABASE_URL ?? "").pathname.slice(1))];
      await sql`create role ${guest} login`;
      await sql`grant connect on database ${database} to ${guest}`;
      return async () => {
        await sql`revoke connect on database ${database} from ${guest}`;
        await sql`drop role ${guest}`;
      };
    }),
    grant(
      "rights-as-given",
      ["1", "3a", "3c"],
      () => sql`grant update on accounts to holdfast_backup`,
      () => sql`revoke update on accounts from holdfast_backup`,
    ),
    expired("production-access", "3a"),
    // What a function does is a right as well.
    breakage("staff-factors", ["1", "3a", "3b", "3c"], async () => {
      const [was] = await sql<{ text: string }[]>`select pg_get_functiondef('lookup.staff_role()'::regprocedure) as text`;
      await sql`create or replace function lookup.staff_role() returns text language sql stable security definer as 'select ''owner''::text'`;
      return () => sql.unsafe(was?.text ?? "");
    }),
    row("log-checkpoint", ["3d"], "checkpoints", () => ({ number: 9_999, jws: "e30.e30.e30", signed_at: now() })),
    rows("log-chain", ["1", "3d"], async () => {
      const [one, other] = [await insert("access_lines", { subject: null }), await insert("access_lines", { subject: null })];
      return [
        ["access_lines", one],
        ["access_lines", other],
        ["access_chain", await insert("access_chain", { sequence: 900_001, line_id: one.id, hash: Buffer.alloc(32) })],
        ["access_chain", await insert("access_chain", { sequence: 900_002, line_id: other.id, hash: Buffer.alloc(32) })],
      ];
    }),
    row("reviews-in-time", ["3d"], "reviews", () => ({ kind: "accesses", period: "late", due_at: long })),
    { ...breakage("reviews-in-time", ["3d"], lateRounds("reviews")), how: "nobody looks for what is due" },
    row("password-hashes", ["4a"], "passwords", () => ({
      hash: "$argon2id$v=19$m=4096,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g",
    })),
    row("session-limits", ["4c"], "sessions", () => ({
      assurance: "factor",
      idle_seconds: 10_000_000,
      expires_at: later(now(), 90 * dayMs),
      seen_at: now(),
    })),
    expired("hosting-certificates", "5a"),
    breakage("anomaly-rounds", ["5b", "10b"], lateRounds("anomalies")),
    breakage("signs-of-sharing", ["5b", "10b"], lateRounds("anomalies")),
    expired("network-filters", "5b"),
    breakage("patches", ["5c"], async () => {
      const folder = mkdtempSync(join(tmpdir(), "holdfast-advisories-"));
      process.env.ADVISORIES_FILE = join(folder, "osv.json");
      const affected = [
        { package: { ecosystem: "npm", name: "next" }, versions: [], ranges: [{ type: "SEMVER", events: [{ introduced: "0" }] }] },
      ];
      writeFileSync(process.env.ADVISORIES_FILE, JSON.stringify([{ id: "GHSA-test", summary: "A flaw", affected }]));
      return () => {
        delete process.env.ADVISORIES_FILE;
        rmSync(folder, { recursive: true, force: true });
      };
    }),
    expired("system-patches", "5c"),
    parts("environment-marks", ["5d"], () => ({ checkIsolation: async () => ({ result: "fails", looked: 3, seen: "Another's." }) })),
    grant(
      "columns-mapped",
      ["7a"],
      () => sql`alter table accounts add column alien text`,
      () => sql`alter table accounts drop column alien`,
    ),
    parts("canary", ["7b"], () => ({
      searchEverywhere: async () => ({
        tablesUnread: 0,
        searched: [
          { place: "the logs", read: "1 kB of logs", units: 1, found: ["the log web.log"], missed: [], absent: null, unread: false },
        ],
      }),
    })),
    grant(
      "purge-receipts",
      ["7c"],
      () => sql`update purge_receipts set finished_at = finished_at - interval '27 hours'`,
      () => sql`update purge_receipts set finished_at = finished_at + interval '27 hours'`,
    ),
    row("past-their-time", ["7c"], "activity", () => ({ at: later(now(), -40 * dayMs) })),
    rows("incidents-contained", ["8a"], async () => [["incidents", await incident({ contained_at: null })]]),
    row("reports-looked-at", ["8a"], "public_reports", () => ({ kind: "access", state: "received", due_at: long })),
    expired("incident-plan", "8a"),
    duty("members-told", "8b", "affected_findings", { members: 3 }),
    duty("authorities-told", "8c", "incident_filings", { state: "due", due_at: long }),
    expired("authorities-advice", "8c"),
    duty("actions-done", "8d", "corrective_actions", { due_at: long }),
    expired("lessons-carried-out", "8d"),
    row("processor-register", ["9"], "processors", () => ({ code: "other", certificate_until: "2020-01-01" })),
    expired("processor-choice", "9"),
    breakage("password-rules", ["10a"], async () => {
      sayOfPasswords(null);
      return () => sayOfPasswords(undefined);
    }),
  ];
}
