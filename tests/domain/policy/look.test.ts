import { calculateJwkThumbprint, compactVerify, importJWK } from "jose";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { findControlState, listControlStates } from "@/db/queries/controls";
import { later, minuteMs, now, secondMs } from "@/lib/base/clock";
import type { Seen } from "@/lib/oversight/seen";
import { askForLook } from "@/lib/policy/ask-for-look";
import { type Check, fails, holds, unknown } from "@/lib/policy/control";
import { everyCheck } from "@/lib/policy/controls";
import { readEvidenceKey } from "@/lib/policy/evidence-key";
import { judgeClauses } from "@/lib/policy/judge-clauses";
import { lookAndKeep, lookAtControls, lookOnce } from "@/lib/policy/look";
import { readEvidence } from "@/lib/policy/read-evidence";
import { readPayload } from "@/lib/policy/read-payload";
import { signEvidence } from "@/lib/policy/sign-evidence";
import { evidenceType, statementHash } from "@/lib/policy/statement";
import { expectComplaints } from "@/tests/support/log-watch";
import { givenStaff } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));
afterEach(() => vi.useRealTimers());

const system = { kind: "system", job: "test" } as const;
const checkOf = (id: string, look: Check["look"], more: Partial<Check> = {}): Check => ({
  id,
  about: "A thing",
  everyMs: 10 * minuteMs,
  look,
  ...more,
});
const stateOf = (id: string) => transaction(system, (tx) => findControlState(tx, id));

test("a look that throws, takes too long, or looked at nothing is unknown", async () => {
  expect(await lookOnce(checkOf("fine", async () => holds(3, "All three.")))).toEqual({ result: "holds", looked: 3, seen: "All three." });
  expect(await lookOnce(checkOf("empty", async () => holds(0, "None to look at.")))).toMatchObject({
    result: "unknown",
    seen: "None to look at.",
  });
  expect(await lookOnce(checkOf("slow", () => new Promise<Seen>(() => undefined), { mostMs: 5 }))).toMatchObject({ result: "unknown" });
  const throws = checkOf("throws", async () => {
    throw new Error("secret detail");
  });
  expect(await lookOnce(throws)).toEqual(unknown("The look could not be finished."));
  expectComplaints("a control could not look");
});

test("what a look saw is kept, counted by day, and due again; what does not hold is due sooner", async () => {
  let seen: Seen = holds(2, "Two of two.");
  const check = checkOf("kept", async () => seen);
  await lookAndKeep(check);
  const held = await stateOf("kept");
  expect(held).toMatchObject({ result: "holds", looked: 2, alarmedAt: null });
  expect(held && held.nextAt.getTime() - held.at.getTime()).toBe(10 * minuteMs);
  seen = fails(2, "One of two.");
  await lookAndKeep(check);
  const failed = await stateOf("kept");
  expect(failed && failed.nextAt.getTime() - failed.at.getTime()).toBe(2 * minuteMs);
  expect(await database`select holds, fails, unknown from control_days where check_id = 'kept'`).toEqual([
    { holds: 1, fails: 1, unknown: 0 },
  ]);
  expect(await database`select result from control_results where check_id = 'kept' order by at`).toEqual([
    { result: "holds" },
    { result: "fails" },
  ]);
});

test("staff who may see controls are told once of what fails, and once of what held and can be seen no more", async () => {
  const [owner] = [await givenStaff("owner"), await givenStaff("support")];
  const mails = async (check: string) =>
    (
      await database<
        { account_id: string }[]
      >`select account_id from outbox where template = 'control-fails' and facts->>'check' = ${check}`
    )
      .map((row) => row.account_id)
      .filter((id) => id === owner.accountId).length;
  let seen: Seen = fails(1, "Broken.");
  const check = checkOf("alarming", async () => seen);
  await lookAndKeep(check);
  await lookAndKeep(check);
  expect(await mails("alarming")).toBe(1);
  seen = holds(1, "Mended.");
  await lookAndKeep(check);
  expect(await stateOf("alarming")).toMatchObject({ alarmedAt: null });
  seen = unknown("Out of sight.");
  await lookAndKeep(check);
  expect(await mails("alarming")).toBe(1);
  for (let looks = 0; looks < 3; looks += 1) await lookAndKeep(check);
  expect(await mails("alarming")).toBe(2);
  seen = fails(1, "Broken again.");
  await lookAndKeep(check);
  expect(await mails("alarming")).toBe(3);
  const never = checkOf("never-seen", async () => unknown("Nothing yet."));
  for (let looks = 0; looks < 4; looks += 1) await lookAndKeep(never);
  expect(await mails("never-seen")).toBe(0);
  expect(
    await database`select 1 from outbox where template = 'control-fails' and facts->>'check' = 'alarming' and account_id not in
    (select id from accounts where role in ('owner', 'security', 'auditor'))`,
  ).toEqual([]);
});

test("only what is due is looked at, by one worker, and everything when staff ask", async () => {
  let looks = 0;
  const check = checkOf("round", async () => {
    looks += 1;
    return holds(1, "Fine.");
  });
  await Promise.all([lookAtControls([check]), lookAtControls([check])]);
  await lookAtControls([check]);
  expect(looks).toBe(1);
  const owner = await givenStaff("owner");
  await askForLook(owner.actor);
  await askForLook(owner.actor);
  expect(await lookAtControls([check])).toBe(1);
  expect(looks).toBe(2);
  expect(await lookAtControls([check])).toBe(0);
  vi.useFakeTimers({ toFake: ["Date"], now: later(now(), 11 * minuteMs) });
  expect(await lookAtControls([check])).toBe(1);
});

test("history can be added to, and not changed, by the worker and by web", async () => {
  const rights = await database<
    { line: string }[]
  >`select line from expected_rights where line ~ 'public\.(control_results|evidence_statements): holdfast_(web|worker)'`;
  expect(rights.map(({ line }) => line).toSorted()).toEqual([
    "table public.control_results: holdfast_worker INSERT",
    "table public.control_results: holdfast_worker SELECT",
    "table public.evidence_statements: holdfast_web SELECT",
    "table public.evidence_statements: holdfast_worker INSERT",
    "table public.evidence_statements: holdfast_worker SELECT",
  ]);
});

test("a clause is as good as the worst of its checks, and an old look counts no more", async () => {
  const at = now();
  const state = (checkId: string, result: "holds" | "fails" | "unknown", age: number) => ({
    checkId,
    result,
    looked: 1,
    seen: `${result}.`,
    since: at,
    at: later(at, -age),
    tookMs: 1,
    nextAt: at,
    unknowns: 0,
    heldAt: null,
    alarmedAt: null,
  });
  const clause = (id: string, states: ReturnType<typeof state>[]) => judgeClauses(states, at).find((one) => one.clause === id);
  const all = (result: "holds" | "fails" | "unknown", age = 0) => everyCheck.map(({ id }) => state(id, result, age));
  expect(judgeClauses([], at).map(({ result }) => result)).not.toContain("holds");
  expect(judgeClauses(all("holds"), at).every(({ result }) => result === "holds")).toBe(true);
  const mixed = [...all("holds").filter(({ checkId }) => checkId !== "closed-door"), state("closed-door", "fails", 0)];
  expect(clause("0.1", mixed)).toMatchObject({ result: "fails", seen: "fails." });
  const unseen = [...all("holds").filter(({ checkId }) => checkId !== "closed-door"), state("closed-door", "holds", 26 * minuteMs)];
  expect(clause("0.1", unseen)).toMatchObject({ result: "unknown", seen: "The last look is too old to count." });
  expect(clause("4a", unseen)?.result).toBe("holds");
});

test("a statement is signed when a result changes and about each hour, typed, and chained to the one before", async () => {
  await database`truncate evidence_statements, control_states`;
  const at = now();
  const first = await signEvidence(at);
  expect(await signEvidence(later(at, 10 * minuteMs))).toBeNull();
  const [check] = everyCheck;
  if (!check || !first) throw new Error("nothing was signed");
  const sees = (seen: Seen) => lookAndKeep({ ...check, look: async () => seen });
  await sees(holds(1, "Fine."));
  const second = await signEvidence(later(at, 11 * minuteMs));
  expect(await signEvidence(later(at, 12 * minuteMs))).toBeNull();
  await sees(holds(9, "Fine, in other words."));
  expect(await signEvidence(later(at, 13 * minuteMs))).toBeNull();
  const third = await signEvidence(later(at, 80 * minuteMs));
  const rows = [first, second, third].map((row) => row ?? { jws: "", sequence: 0 });
  expect(rows.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  const { purpose, ...key } = await readEvidenceKey();
  expect(purpose).toBe("evidence");
  const statements = await Promise.all(
    rows.map(async ({ jws }) => {
      const { payload, protectedHeader } = await compactVerify(jws, await importJWK(key, "EdDSA"), { algorithms: ["EdDSA"] });
      expect(protectedHeader).toEqual({ alg: "EdDSA", kid: await calculateJwkThumbprint(key), typ: evidenceType });
      return JSON.parse(new TextDecoder().decode(payload)) as ReturnType<typeof readPayload>;
    }),
  );
  expect(statements.map((one) => one?.previous)).toEqual([null, statementHash(rows[0]?.jws ?? ""), statementHash(rows[1]?.jws ?? "")]);
  expect(statements[0]).toMatchObject({
    iss: "http://localhost:3000",
    environment: "sandbox",
    iat: Math.floor(at.getTime() / secondMs),
    log: null,
  });
  expect(readPayload(rows[2]?.jws ?? "")).toEqual(statements[2]);
  expect((await readEvidence("newest"))?.sequence).toBe(3);
  expect((await readEvidence(2))?.jws).toBe(rows[1]?.jws);
  expect(await readEvidence(4)).toBeNull();
  expect(await transaction(system, listControlStates)).toHaveLength(1);
});
