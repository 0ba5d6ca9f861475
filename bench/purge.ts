import type { Figure } from "@/bench/measure";
import type { Bench } from "@/bench/open-bench";
import { closeDatabases } from "@/db/client";
import { retentionRules } from "@/db/retention";
import { purgeBy } from "@/lib/oversight/retention/purge";
import { superuserOf } from "@/scripts/world/superuser";

const rows = 1_000_000;

/** A million lines of activity past their time, erased in batches by the purge's role, beside one statement that deletes as many. Per thousand rows. */
export async function purgeActivity({ world }: Bench, say: (line: string) => void): Promise<Figure> {
  Object.assign(process.env, world.settings.purge);
  const rule = retentionRules[0];
  const sql = superuserOf(world, 1);
  const fill = async () => {
    await sql`insert into activity (id, account_id, at, kind, facts)
      select gen_random_uuid(), (select id from accounts limit 1), now() - interval '40 days', 'bench', '{}' from generate_series(1, ${rows})`;
    await sql`vacuum analyze activity`;
  };
  const timed = async (work: () => Promise<number>): Promise<number> => {
    await fill();
    const began = performance.now();
    const gone = await work();
    const tookMs = performance.now() - began;
    if (gone !== rows) throw new Error(`${gone} of ${rows} rows went`);
    return tookMs / (rows / 1_000);
  };
  try {
    const floor = await timed(async () => (await sql`delete from activity where at < now() - interval '30 days'`).count);
    const measured = await timed(() => purgeBy(rule, new Date()));
    say(`purge: ${Math.round(1_000_000 / measured).toLocaleString("en-US")} rows a second`);
    return {
      name: "a thousand rows past their time, erased in batches",
      floorName: "the same in one statement",
      unit: "ms",
      floor,
      measured,
    };
  } finally {
    await sql.end();
    await closeDatabases();
  }
}
