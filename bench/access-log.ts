import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import postgres from "postgres";
import type { Figure } from "@/bench/measure";
import type { Bench } from "@/bench/open-bench";
import { sizeOf } from "@/bench/sizes";
import { closeDatabases, transaction } from "@/db/client";
import { chainStart, hashedText } from "@/lib/audit/chain-hash";
import { databaseSource } from "@/lib/audit/log-source";
import { recordAccess } from "@/lib/audit/record-access";
import { verifyLog } from "@/lib/audit/verify-log";
import { actingFrom } from "@/lib/base/acting-network";
import { newId } from "@/lib/base/ids";
import { superuserOf } from "@/scripts/world/superuser";

const lines = sizeOf("BENCH_LINES", 1_000_000);
const appended = 10_000;
const writers = 8;
const host = { kind: "host", command: "bench" } as const;
const perSecond = (thousandMs: number) => Math.round(1_000_000 / thousandMs).toLocaleString("en-US");

/** Runs `write` so many times, by eight at once, and returns milliseconds for a thousand. */
async function spread(write: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  let left = appended;
  const run = async () => {
    while (left > 0) {
      left -= 1;
      await write();
    }
  };
  await Promise.all(Array.from({ length: writers }, run));
  return (performance.now() - began) / (appended / 1_000);
}

/** Waits until the world's worker has chained every line, and returns how many milliseconds that took. */
async function untilChained(sql: postgres.Sql): Promise<number> {
  const began = performance.now();
  for (;;) {
    const [row] = await sql<{ behind: number }[]>`
      select (select count(*) from access_lines) - (select count(*) from access_chain) as behind`;
    if (Number(row?.behind) === 0) return performance.now() - began;
    await wait(200);
  }
}

/** A line as a request writes it, sealed network included, while the worker chains, beside an insert of the same columns alone. Per thousand. */
async function append(sql: postgres.Sql, bare: postgres.Sql): Promise<Figure> {
  const [account] = await sql<{ id: string }[]>`select id from accounts where role is null and state = 'active' limit 1`;
  const accountId = account?.id ?? "";
  const access = { act: "bench.touch", object: "thing:1", subject: accountId, reason: "bench", facts: { count: 1 } };
  const personal = Buffer.alloc(60);
  const insert = () =>
    bare.begin(async (tx) => {
      await tx`select set_config('holdfast.actor', ${`member:${accountId}`}, true), set_config('holdfast.account', ${accountId}, true)`;
      await tx`insert into access_lines (id, at, actor, subject, act, object, reason, facts, personal)
        values (${newId()}, now(), ${`member:${accountId}`}, ${accountId}, 'bench.touch', 'thing:1', 'bench', '{"count":1}', ${personal})`;
    });
  const origin = { network: "203.0.113.0/24", isRefusalNoted: false };
  const record = () => actingFrom(origin, () => transaction({ kind: "member", accountId }, (tx) => recordAccess(tx, access)));
  const floor = await spread(insert);
  await untilChained(sql);
  const measured = await spread(record);
  return {
    name: "a thousand lines appended by eight at once, while they are chained",
    floorName: "an insert alone",
    unit: "ms",
    floor,
    measured,
  };
}

/** Milliseconds of SHA-256 alone over the bytes that the chain covers, per thousand lines. */
async function hashAlone(): Promise<number> {
  let took = 0;
  let hash: Buffer = chainStart;
  let texts: string[] = [];
  const hashAll = () => {
    const began = performance.now();
    for (const text of texts) hash = createHash("sha256").update(hash).update(text).digest();
    took += performance.now() - began;
    texts = [];
  };
  for await (const { line } of databaseSource(host).links()) {
    if (line) texts.push(hashedText(line));
    if (texts.length === 10_000) hashAll();
  }
  hashAll();
  return took / (lines / 1_000);
}

/** Appending beside a bare insert; then a million lines chained by the world's worker and verified, beside SHA-256 of the same bytes. */
export async function accessLog({ world }: Bench, say: (line: string) => void): Promise<Figure[]> {
  Object.assign(process.env, world.settings.web, world.settings.worker);
  const sql = superuserOf(world, 2);
  const bare = postgres(world.settings.web.WEB_DATABASE_URL ?? "", { max: writers, onnotice: () => undefined });
  try {
    const appending = await append(sql, bare);
    say(`appended: ${perSecond(appending.measured)} lines a second; the rest was chained in ${Math.round(await untilChained(sql))} ms`);
    await sql`insert into access_lines (id, at, actor, subject, act, object, reason, facts)
      select uuidv7(), now(), 'system:bench', null, 'bench.touch', 'thing:' || n, 'bench', jsonb_build_object('n', n) from generate_series(1, ${lines}) n`;
    const chaining = (await untilChained(sql)) / (lines / 1_000);
    const began = performance.now();
    const verdict = await verifyLog(databaseSource(host), { keys: [JSON.parse(world.settings.web.LOG_PUBLIC_KEY ?? "")], kept: [] });
    if (verdict.result !== "intact" || verdict.lines < lines)
      throw new Error(`the log is not as it was written: ${JSON.stringify(verdict)}`);
    const verifying = (performance.now() - began) / (verdict.lines / 1_000);
    const floor = await hashAlone();
    say(`chained: ${perSecond(chaining)} lines a second; verified: ${perSecond(verifying)}, SHA-256 alone ${perSecond(floor)}`);
    const floorName = "SHA-256 of the same bytes";
    return [
      appending,
      { name: `a thousand lines chained (of ${lines.toLocaleString("en-US")})`, floorName, unit: "ms", floor, measured: chaining },
      {
        name: `a thousand lines verified, from the database (of ${lines.toLocaleString("en-US")})`,
        floorName,
        unit: "ms",
        floor,
        measured: verifying,
      },
    ];
  } finally {
    await Promise.all([sql.end(), bare.end()]);
    await closeDatabases();
  }
}
