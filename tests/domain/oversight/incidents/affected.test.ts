import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { keysDb, transaction } from "@/db/client";
import { connectionKeys } from "@/db/keys-schema/connection-keys";
import { type FindingCriteria, listAffected } from "@/db/queries/incident-findings";
import { accessLines } from "@/db/schema";
import { later, minuteMs } from "@/lib/base/clock";
import { newId } from "@/lib/base/ids";
import { askAffected, findAffected } from "@/lib/oversight/incidents/find-affected";
import { openByHand } from "@/lib/oversight/incidents/handle-incident";
import { exportAffected, listAffected as pageOfAffected } from "@/lib/oversight/incidents/list-affected";
import { givenKey } from "@/tests/domain/support/given-connection";
import { givenSandbox } from "@/tests/domain/support/given-sandbox";
import { givenMember } from "@/tests/support/members";
import { givenStaff, type Someone } from "@/tests/support/staff";

const { database } = await givenSandbox();
const system = { kind: "system", job: "test" } as const;

/** Numbers between 0 and 1 from a seed (mulberry32), so that a failure can be made again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Line {
  subject: string;
  actor: string;
  act: string;
  platform: string;
  connection: string;
  at: Date;
}
const start = new Date("2026-05-01T00:00:00.000Z");
const window = { from: later(start, 100 * minuteMs).toISOString(), to: later(start, 200 * minuteMs).toISOString() };
const staffActors = ["staff:a", "staff:b", "system:poll-connection"];
const platforms = ["field-nation", "service-channel"];
const networks = ["198.51.100.1", "198.51.100.2"];
let security: Someone;
let incidentId: string;
let members: string[];
const lines: Line[] = [];
const logins: { accountId: string; network: string; from: Date; to: Date }[] = [];

/** 1,200 lines and 120 logins of thirty members, whose truth this file keeps itself; times fall on minutes, so that many stand on the window's edges. */
beforeAll(async () => {
  security = await givenStaff("security");
  const source = { by: "staff", id: newId() } as const;
  incidentId = await openByHand(security.actor, { kind: "unauthorised_access", severity: "high", source });
  members = [];
  for (let made = 0; made < 30; made += 1) members.push((await givenMember()).accountId);
  const next = random(20_261_130);
  const one = <Of>(of: readonly Of[]) => of[Math.floor(next() * of.length)] as Of;
  const minute = () => later(start, Math.floor(next() * 300) * minuteMs);
  for (let made = 0; made < 1_200; made += 1) {
    const subject = members[Math.floor(next() * next() * members.length)] as string;
    const actor = next() < 0.4 ? `member:${subject}` : one(staffActors);
    const connection = `${subject.slice(0, -1)}${Math.floor(next() * 2)}`;
    lines.push({
      subject,
      actor,
      act: one(["credential.open", "member.look", "connection.mode"]),
      platform: one(platforms),
      connection,
      at: minute(),
    });
  }
  for (let made = 0; made < 120; made += 1) {
    const from = minute();
    logins.push({ accountId: one(members), network: one(networks), from, to: later(from, Math.floor(next() * 60) * minuteMs) });
  }
  await transaction(system, async (tx) => {
    for (const { subject, actor, act, platform, connection, at } of lines)
      await tx
        .insert(accessLines)
        .values({ at, actor, subject, act, object: `connection:${connection}`, reason: "test", facts: { platform } });
  });
  for (const { accountId, network, from, to } of logins)
    await database`insert into sessions (id, account_id, assurance, proved_at, idle_seconds, created_at, seen_at, expires_at, network)
      values (gen_random_uuid(), ${accountId}, 'password', ${from}, 60, ${from}, ${to}, ${to}, ${network})`;
}, 60_000);

async function found(criteria: FindingCriteria) {
  const id = await askAffected(security.actor, incidentId, criteria);
  await findAffected(id);
  const rows = await transaction(security.actor, (tx) => listAffected(tx, id, 10_000));
  return new Map(rows.filter(({ accountId }) => members.includes(accountId)).map((row) => [row.accountId, row]));
}
const inWindow = ({ at }: Line) => at >= new Date(window.from) && at < new Date(window.to);
const byOthers = ({ actor, subject }: Line) => actor !== `member:${subject}`;
const truth = (holds: (line: Line) => boolean) => {
  const counts = new Map<string, { lines: number; openings: number }>();
  for (const line of lines.filter((one) => inWindow(one) && holds(one))) {
    const { lines: seen, openings } = counts.get(line.subject) ?? { lines: 0, openings: 0 };
    counts.set(line.subject, { lines: seen + 1, openings: openings + (line.act === "credential.open" ? 1 : 0) });
  }
  return counts;
};
const own = () => lines[0]?.connection ?? "";

const questions: [string, () => FindingCriteria, (line: Line) => boolean][] = [
  ["a window", () => window, byOthers],
  ["a member of staff", () => ({ ...window, actor: "staff:b" }), ({ actor }) => actor === "staff:b"],
  [
    "a member's own account, used by somebody else",
    () => ({ ...window, actor: `member:${members[0]}` }),
    ({ actor }) => actor === `member:${members[0]}`,
  ],
  ["a platform", () => ({ ...window, platform: "service-channel" }), (line) => byOthers(line) && line.platform === "service-channel"],
  ["a connection", () => ({ ...window, connectionId: own() }), (line) => byOthers(line) && line.connection === own()],
  [
    "openings on a platform by a job",
    () => ({ ...window, platform: "field-nation", actor: "system:poll-connection", openingsOnly: true }),
    ({ act, platform, actor }) => act === "credential.open" && platform === "field-nation" && actor === "system:poll-connection",
  ],
];

test.each(questions)("whom %s touched is found exactly, with how often: precision and recall are 1", async (_, criteria, holds) => {
  const wanted = truth(holds);
  const got = await found(criteria());
  expect([...got.keys()].toSorted()).toEqual([...wanted.keys()].toSorted());
  for (const [accountId, counts] of wanted) expect(got.get(accountId)).toMatchObject(counts);
  expect(wanted.size).toBeGreaterThan(0);
});

test("whom a network touched are those with a login from it in use within the window; with an actor, those of both", async () => {
  const [network = ""] = networks;
  const used = new Set(
    logins
      .filter((l) => l.network === network && l.from < new Date(window.to) && l.to >= new Date(window.from))
      .map(({ accountId }) => accountId),
  );
  expect(new Set((await found({ ...window, network })).keys())).toEqual(used);
  const both = [...truth(({ actor }) => actor === "staff:a").keys()].filter((id) => used.has(id));
  expect([...(await found({ ...window, network, actor: "staff:a" })).keys()].toSorted()).toEqual(both.toSorted());
  expect(both.length).toBeLessThan(used.size);
});

test("whom a root key touched are those whose connections it wraps", async () => {
  const { accountId, connectionId } = await givenKey();
  const other = await givenKey();
  members.push(accountId, other.accountId);
  const [key] = await keysDb().select().from(connectionKeys).where(eq(connectionKeys.connectionId, connectionId));
  await keysDb().update(connectionKeys).set({ rootKeyId: "another" }).where(eq(connectionKeys.connectionId, other.connectionId));
  const to = later(new Date(), minuteMs).toISOString();
  expect([...(await found({ ...window, to, rootKeyId: key?.rootKeyId ?? "" })).keys()]).toEqual([accountId]);
  await keysDb()
    .update(connectionKeys)
    .set({ rootKeyId: key?.rootKeyId ?? "" })
    .where(eq(connectionKeys.connectionId, other.connectionId));
});

test("a question is answered once, and its answer cannot be written by staff", async () => {
  const id = await askAffected(security.actor, incidentId, window);
  await Promise.all([findAffected(id), findAffected(id)]);
  await findAffected(id);
  expect(await database`select 1 from incident_entries where kind = 'found' and facts->>'finding' = ${id}`).toHaveLength(1);
  const forged = transaction(security.actor, (tx) =>
    tx.execute(`insert into affected_members (finding_id, account_id, lines, openings) values ('${id}', '${members[0]}', 1, 0)`),
  );
  await expect(forged).rejects.toMatchObject({ cause: { code: "42501" } });
});

test("whom a question names is told from page to page, once each and without those of another question, and as a file with a line for each", async () => {
  const findingId = await askAffected(security.actor, incidentId, { ...window, platform: "service-channel" });
  await findAffected(findingId);
  const wider = await askAffected(security.actor, incidentId, window);
  await findAffected(wider);
  const question = { incidentId, findingId };
  const whom = (await transaction(security.actor, (tx) => listAffected(tx, findingId, 10_000))).map(({ accountId }) => accountId);
  const all = { openings: null, sort: "lines", descending: true, cursor: null, limit: 4 } as const;
  for (const sort of ["member", "lines", "openings", "last"] as const) {
    const seen: string[] = [];
    for (let cursor: { way: "after"; id: string } | null = null; ; ) {
      const { rows } = await pageOfAffected(security.actor, question, { ...all, sort, cursor });
      const last = rows.at(-1);
      if (!last) break;
      seen.push(...rows.map(({ id }) => id));
      cursor = { way: "after", id: last.id };
    }
    expect([sort, seen.toSorted()]).toEqual([sort, whom.toSorted()]);
  }
  const opened = await pageOfAffected(security.actor, question, { ...all, openings: "some", limit: 100 });
  expect(opened.rows.length).toBeGreaterThan(0);
  expect(opened.rows.every(({ openings }) => openings > 0)).toBe(true);
  for (const other of [newId(), "not-an-id"])
    await expect(pageOfAffected(security.actor, { incidentId: other, findingId }, all)).rejects.toMatchObject({ refusal: "not_found" });

  const csv = await exportAffected(security.actor, question, all, "investigation");
  expect(csv.trimEnd().split("\r\n")).toHaveLength(1 + whom.length);
  const listed = await database`select subject from access_lines where act = 'account.list' and object = 'list:affected'`;
  expect(listed.map(({ subject }) => String(subject)).toSorted()).toEqual(whom.toSorted());
  const support = await givenStaff("support");
  await expect(pageOfAffected(support.actor, question, all)).rejects.toMatchObject({ refusal: "forbidden" });
  await expect(exportAffected(support.actor, question, all, "audit")).rejects.toMatchObject({ refusal: "forbidden" });
});
