import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closeDatabases } from "@/db/client";
import { carryOutFaults } from "@/scripts/prove/carry-out-faults";
import { notePeaks } from "@/scripts/prove/invariants";
import { openMember } from "@/scripts/prove/open-members";
import { type FaultsSize, planFaults } from "@/scripts/prove/plan-faults";
import { control } from "@/scripts/prove/read-doubles";
import { settleFaults } from "@/scripts/prove/settle-faults";
import { startWorld, type World } from "@/scripts/world/start-world";
import { superuserOf } from "@/scripts/world/superuser";

type Say = (line: string) => void;

/** How many calls a minute the platforms bear here: a run is to be as busy as the machine allows, not as a real platform does. */
const callsPerMinute = 30_000;
/** The share of the platforms' calls that meets a fault. */
const stormy = 0.08;

/** What a run came to. */
export interface FaultsCounts {
  offers: number;
  kills: number;
  accepted: number;
  /** Of the accepted, those that may have been taken by hand: they cost nothing. */
  unattributed: number;
  charged: number;
  credited: number;
  lost: number;
}

/**
 * The engine among faults: members on platforms in bad weather, Stripe and webhooks that fail, rivals, buyers who change their minds, and
 * parts of the world killed with -9. When all is calm again, what was written down, what the platforms assigned and what Stripe bills have
 * to agree one to one.
 * @throws Error with the first disagreements explained
 */
export async function proveFaults(size: FaultsSize, signal: AbortSignal, say: Say): Promise<FaultsCounts> {
  const home = mkdtempSync(join(tmpdir(), "holdfast-prove-"));
  const world = await startWorld({
    home,
    port: 0,
    environment: { REQUESTS_PER_MINUTE: "1000000" },
    durable: true,
    workers: size.workers,
    platformCallsPerMinute: callsPerMinute,
    restartPausesMs: [0],
    verbose: false,
    signal,
    say,
  });
  const sql = superuserOf(world, 2);
  try {
    return await runFaults(world, sql, size, say);
  } finally {
    await sql.end({ timeout: 1 });
    await closeDatabases();
    await world.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

async function runFaults(world: World, sql: ReturnType<typeof superuserOf>, size: FaultsSize, say: Say): Promise<FaultsCounts> {
  Object.assign(process.env, world.settings.web, world.settings.worker);
  const plan = planFaults(size, new Date());
  await notePeaks(sql);
  const members = await Promise.all(plan.members.map((planned, index) => openMember(world, sql, planned, index)));
  say(`${members.length} members are ready; seed ${size.seed}`);
  await control(world, "POST", "/__weather", { seed: size.seed, share: stormy });
  const { offers, kills } = await carryOutFaults(world, sql, plan, members, say);
  await settleFaults(world, sql, plan, members, say);
  const [counts] = await sql<Omit<FaultsCounts, "offers" | "kills">[]>`select
    (select count(*)::int from acceptances) as accepted,
    (select count(*)::int from acceptances where attribution = 'unknown') as unattributed, (select count(*)::int from charges) as charged,
    (select count(*)::int from credits) as credited, (select count(*)::int from intents where state = 'lost') as lost`;
  if (!counts) throw new Error("no counts");
  return { offers, kills, ...counts };
}
