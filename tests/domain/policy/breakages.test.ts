import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import type { ControlState } from "@/db/queries/controls";
import { beat } from "@/db/queries/heartbeats";
import { now } from "@/lib/base/clock";
import { purge } from "@/lib/oversight/retention/purge";
import { everyCheck } from "@/lib/policy/controls";
import { judgeClauses } from "@/lib/policy/judge-clauses";
import { lookOnce } from "@/lib/policy/look";
import { giveWorkerParts, workerParts } from "@/lib/policy/worker-parts";
import { rowMaker } from "@/tests/domain/oversight/given-rows";
import { openBreakableDoor } from "@/tests/domain/policy/breakable-door";
import { innerBreakages } from "@/tests/domain/policy/breakages";
import { doorBreakages } from "@/tests/domain/policy/door-breakages";
import { logBreakages } from "@/tests/domain/policy/log-breakages";
import { expectComplaints } from "@/tests/support/log-watch";
import { givenMember } from "@/tests/support/members";

const judged = vi.hoisted(() => ({ flaw: undefined as string | null | undefined }));
vi.mock("@/lib/passwords/judge-password", async (load) => {
  const real = await load<typeof import("@/lib/passwords/judge-password")>();
  const judgePassword: typeof real.judgePassword = (password, own) =>
    judged.flaw === undefined
      ? real.judgePassword(password, own)
      : ({ flaw: judged.flaw, strength: 2 } as ReturnType<typeof real.judgePassword>);
  return { ...real, judgePassword };
});

const hands = await rowMaker();
const door = await openBreakableDoor();
const sayOfPasswords = (flaw: string | null | undefined) => {
  judged.flaw = flaw;
};
const breakages = [...innerBreakages({ ...hands, sayOfPasswords }), ...doorBreakages(door), ...logBreakages(hands.sql)];

beforeAll(async () => {
  process.env.FRONT_DOOR_URL = door.url;
  giveWorkerParts({
    ...workerParts(),
    platformDestinations: () => [{ belongsTo: { platform: "field-nation" }, host: "platform.example", authority: null }],
    checkIsolation: async () => ({ result: "holds", looked: 3, seen: "Ours." }),
    // What it searches, and that it finds what is planted there, canary.test.ts shows.
    searchEverywhere: async () => ({ searched: [], tablesUnread: 0 }),
  });
  for (const round of ["anomalies", "reviews"] as const) await transaction({ kind: "system", job: "test" }, (tx) => beat(tx, round, now()));
  await purge();
  await givenMember();
});
afterAll(async () => {
  door.close();
  await Promise.all([hands.sql.end(), closeDatabases()]);
});

/** Every check once, a few at a time, as the worker keeps them. */
async function lookAtAll(): Promise<ControlState[]> {
  const states: ControlState[] = [];
  const queue = everyCheck.values();
  const look = async () => {
    for (const check of queue) {
      const at = now();
      const seen = await lookOnce(check);
      states.push({ checkId: check.id, ...seen, at, since: at, nextAt: at, tookMs: 0, unknowns: 0, heldAt: null, alarmedAt: null });
    }
  };
  await Promise.all(Array.from({ length: 6 }, look));
  return states;
}
const failing = (states: ControlState[]) => ({
  checks: states.filter(({ result }) => result === "fails").map(({ checkId }) => checkId),
  clauses: judgeClauses(states, now()).flatMap(({ clause, result }) => (result === "fails" ? [clause] : [])),
});

test("there is a breakage for each check, and none fails before", async () => {
  expect([...new Set(breakages.map(({ check }) => check))].toSorted()).toEqual(everyCheck.map(({ id }) => id).toSorted());
  expect(failing(await lookAtAll())).toEqual({ checks: [], clauses: [] });
});

test.each(breakages.map(({ how, ...one }) => ({ ...one, what: how ? `${one.check} (${how})` : one.check })))(
  "what breaks $what fails it and clauses $clauses, and no other of all that are looked at",
  async ({ check, clauses, blinds, apply }) => {
    const undo = await apply();
    const found = failing(await lookAtAll());
    await undo();
    expect(found.checks).toContain(check);
    expect(found.clauses).toEqual(clauses);
    if (blinds) expectComplaints("a control could not look");
  },
);

test("all of these undone, none fails", async () => {
  expect(failing(await lookAtAll())).toEqual({ checks: [], clauses: [] });
});
