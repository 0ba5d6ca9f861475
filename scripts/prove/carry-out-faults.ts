import { setTimeout as pause } from "node:timers/promises";
import type { Sql } from "postgres";
import { permitPlatform } from "@/lib/connections/permit-platform";
import { platformIds } from "@/lib/platforms/ids";
import { hasten } from "@/scripts/prove/hasten";
import type { ReadyMember } from "@/scripts/prove/open-members";
import type { FaultsPlan, PlannedOffer, Step } from "@/scripts/prove/plan-faults";
import { control } from "@/scripts/prove/read-doubles";
import type { World } from "@/scripts/world/start-world";

type Say = (line: string) => void;

/** How far a run has come. */
export interface Progress {
  offers: number;
  acts: number;
  faults: number;
  kills: number;
}

const host = { kind: "host", command: "prove" } as const;
const tellEveryMs = 5_000;
const hastenEveryMs = 2_000;
/** What is put off for longer than this, while the run lasts, is due sooner: a quarter of an hour here is a quarter of an hour there. */
const longestWaitSeconds = 15;

const databaseAwayMs = 120_000;

/** Does what asks the database, again and again while that is away: a busy machine takes its time to start it after a kill. */
async function throughRestarts(work: () => Promise<unknown>): Promise<void> {
  for (const began = performance.now(); ; ) {
    try {
      await work();
      return;
    } catch (thrown) {
      if (performance.now() - began > databaseAwayMs) throw thrown;
      await pause(200);
    }
  }
}

/** Records anew that the platforms permit automation, once the database is there to write it down. */
export async function permitAll(): Promise<void> {
  for (const platform of platformIds) await throughRestarts(() => permitPlatform(host, platform));
}

/** Has everything that is assigned read anew, so that it shows when each connection was looked at after this. */
export async function readAssignedAnew(sql: Sql): Promise<void> {
  await throughRestarts(() => sql`update connections set assigned_read_at = null`);
}

/** An order on the platform, and whose offer it is; null is everyone's. */
export interface PutUp {
  id: number;
  userId: number | null;
}

/** Puts a planned offer up. */
export async function putUp(world: World, members: ReadyMember[], { to, body }: PlannedOffer): Promise<PutUp> {
  const userId = to === null ? null : (members[to]?.userId ?? null);
  const { id } = await control<{ id: number }>(world, "POST", "/__offers", { ...body, to: userId });
  return { id, userId };
}

/** Acts that are about one user. */
const namesUser: readonly string[] = ["assign", "deny", "take"];

/** Kills a part with -9. One that is just starting again has no process to kill, and is not counted. */
function kill(world: World, victim: string): boolean {
  try {
    return process.kill(world.pids().get(victim) ?? 0, "SIGKILL");
  } catch {
    return false;
  }
}

/** Does the plan's steps, each at its time or as soon after it as the one before has been done. */
export async function carryOutFaults(world: World, sql: Sql, plan: FaultsPlan, members: ReadyMember[], say: Say): Promise<Progress> {
  const progress: Progress = { offers: 0, acts: 0, faults: 0, kills: 0 };
  const orders: PutUp[] = [];
  const perform = async (step: Step): Promise<void> => {
    switch (step.does) {
      case "offer": {
        orders.push(await putUp(world, members, step));
        progress.offers += 1;
        return;
      }
      case "act": {
        const order = orders[step.offer];
        if (!order) return;
        const body = namesUser.includes(step.body.act) ? { ...step.body, userId: order.userId } : step.body;
        // What cannot be done at that moment is refused, as it is to a buyer who comes too late.
        const done = await control(world, "POST", `/__orders/${order.id}`, body).then(
          () => 1,
          () => 0,
        );
        progress.acts += done;
        return;
      }
      case "fault":
        await control(world, "POST", "/__faults", step.body);
        progress.faults += 1;
        return;
      case "kill":
        progress.kills += kill(world, step.victim) ? 1 : 0;
        return;
      case "permit":
        return await permitAll();
    }
  };
  const began = performance.now();
  let told = 0;
  let hastened = 0;
  for (const step of plan.steps) {
    for (let passed = performance.now() - began; ; passed = performance.now() - began) {
      if (passed - hastened > hastenEveryMs) {
        hastened = passed;
        await hasten(sql, longestWaitSeconds).catch(() => undefined);
      }
      if (passed - told > tellEveryMs) {
        told = passed;
        say(`${(passed / 1_000).toFixed(0).padStart(5)} s  ${await tellCounts(sql, progress)}`);
      }
      if (passed >= step.atMs) break;
      await pause(Math.min(step.atMs - passed, 500));
    }
    await perform(step);
  }
  return progress;
}

async function tellCounts(sql: Sql, { offers, acts, faults, kills }: Progress): Promise<string> {
  const made = `${offers} offers, ${acts} acts of buyers and rivals, ${faults} faults, ${kills} kills`;
  try {
    const [row] =
      await sql`select (select count(*) from acceptances) as accepted, (select count(*) from intents where settled_at is null) as open`;
    return `${made}; ${row?.accepted} accepted, ${row?.open} open`;
  } catch {
    return `${made}; the database is away`;
  }
}
