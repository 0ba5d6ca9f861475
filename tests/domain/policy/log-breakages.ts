import type postgres from "postgres";
import { transaction } from "@/db/client";
import { chainHead, linksAfter } from "@/db/queries/access-chain";
import { newestCheckpoint } from "@/db/queries/checkpoints";
import { chainHash } from "@/lib/audit/chain-hash";
import { recordAccesses } from "@/lib/audit/record-access";
import { sequenceLines } from "@/lib/audit/sequence";
import { noteHash, noteText } from "@/lib/audit/signed-notes";
import { dayMs, later, now } from "@/lib/base/clock";
import { sign } from "@/lib/keys/local-keyring-sign";
import type { Breakage } from "@/tests/domain/policy/breakage";

const system = { kind: "system", job: "test" } as const;

/** Signs, as the worker does, a checkpoint over the log as it is; `at` is what the checkpoint itself says, its row says now. */
async function signNow(sql: postgres.Sql, at: Date): Promise<number> {
  const [last, head] = await transaction(system, async (tx) => [await newestCheckpoint(tx), await chainHead(tx)] as const);
  const number = (last?.number ?? 0) + 1;
  const note = {
    kind: "checkpoint",
    number,
    sequence: head?.sequence ?? 0,
    head: head?.hash.toString("hex") ?? "",
    at: at.toISOString(),
    environment: "sandbox",
    previous: last ? noteHash(last.jws) : null,
  } as const;
  const jws = await sign("log-signing", noteText(note));
  await sql`insert into checkpoints (number, sequence, jws, signed_at) values (${number}, ${note.sequence}, ${jws}, now())`;
  return number;
}

/** Four lines more, chained, and a checkpoint over them. Returns the place of the last. */
async function givenLog(sql: postgres.Sql): Promise<number> {
  const line = { act: "thing.touch", subject: null, reason: "test", object: "thing:1" };
  await transaction(system, (tx) =>
    recordAccesses(
      tx,
      Array.from({ length: 4 }, () => line),
    ),
  );
  await sequenceLines();
  const head = await transaction(system, chainHead);
  await signNow(sql, now());
  return head?.sequence ?? 0;
}

/** Sets aside the places of the log from one on, with their lines, as whoever has the database in hand could. Returns what puts them back. */
async function setAside(sql: postgres.Sql, from: number): Promise<() => Promise<void>> {
  await sql`create temp table links_aside as select * from access_chain where sequence >= ${from}`;
  await sql`create temp table lines_aside as select * from access_lines where id in (select line_id from links_aside)`;
  const clear = async () => {
    await sql`delete from access_lines where id in (select line_id from links_aside)`;
    await sql`delete from access_chain where sequence >= ${from}`;
  };
  await clear();
  return async () => {
    await clear();
    await sql`insert into access_lines select * from lines_aside`;
    await sql`insert into access_chain select * from links_aside`;
    await sql`drop table lines_aside, links_aside`;
  };
}

/** What is done to the log by somebody who knows how it is chained, and lacks the key that signs its checkpoints. */
export function logBreakages(sql: postgres.Sql): Breakage[] {
  const tampering = (how: string, apply: Breakage["apply"]): Breakage => ({ check: "log-chain", clauses: ["1", "3d"], how, apply });
  return [
    tampering("its end is cut off", async () => {
      const last = await givenLog(sql);
      return await setAside(sql, last - 1);
    }),
    tampering("its end is cut off and has grown again", async () => {
      const last = await givenLog(sql);
      const putBack = await setAside(sql, last - 1);
      const line = { act: "thing.leave", subject: null, reason: "test", object: "thing:2" };
      await transaction(system, (tx) =>
        recordAccesses(
          tx,
          Array.from({ length: 3 }, () => line),
        ),
      );
      await sequenceLines();
      return async () => {
        await sql`delete from access_lines where act = 'thing.leave'`;
        await putBack();
      };
    }),
    tampering("a line is altered, and all after it is chained anew", async () => {
      const last = await givenLog(sql);
      const putBack = await setAside(sql, last - 2);
      await sql`insert into access_lines select * from lines_aside`;
      await sql`insert into access_chain select * from links_aside`;
      await sql`update access_lines set reason = 'altered' where id = (select line_id from access_chain where sequence = ${last - 2})`;
      const rows = await transaction(system, (tx) => linksAfter(tx, last - 4, 10));
      let hash: Uint8Array = rows[0]?.link.hash ?? Buffer.alloc(0);
      for (const { link, line } of rows.slice(1)) {
        if (line) hash = chainHash(hash, line);
        await sql`update access_chain set hash = ${Buffer.from(hash)} where sequence = ${link.sequence}`;
      }
      return putBack;
    }),
    {
      check: "log-checkpoint",
      clauses: ["3d"],
      how: "an old one is dated anew beside its text",
      apply: async () => {
        const number = await signNow(sql, later(now(), -2 * dayMs));
        return () => sql`delete from checkpoints where number = ${number}`;
      },
    },
  ];
}
