import { setTimeout as pause } from "node:timers/promises";
import type { Sql } from "postgres";
import { permitPlatform } from "@/lib/connections/permit-platform";
import { platformIds } from "@/lib/platforms/ids";
import { hasten } from "@/scripts/prove/hasten";
import type { ReadyMember } from "@/scripts/prove/open-members";
import type { FaultsPlan, Step } from "@/scripts/prove/plan-faults";
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

/** Records anew that the platforms permit automation, until it is written down: the database may be away at this moment. */
export async function permitAll(): Promise<void> {
  for (const platform of platformIds) {
    for (let left = 50; ; left -= 1) {
      try {
        await permitPlatform(host, platform);
        break;
      } catch (thrown) {
        if (left === 0) throw thrown;
        await pause(200);
      }
    }
  }
}

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
  const orders: { id: number; userId: number | null }[] = [];
  const perform = async (step: Step): Promise<void> => {
    switch (step.does) {
      case "offer": {
        const userId = step.to === null ? null : (members[step.to]?.userId ?? null);
        const { id } = await control<{ id: number }>(world, "POST", "/__offers", { ...step.body, to: userId });
        orders.push({ id, userId });
        progress.offers += 1;
        return;
      }
      case "act": {
        const order = orders[step.offer];
        if (!order) return;
        const asks = step.body.act === "assign" || step.body.act === "deny";
        const body = asks ? { ...step.body, userId: order.userId } : step.body;
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
