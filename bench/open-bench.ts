import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Visitor } from "@/scripts/demo/visitor";
import type { PlannedMember } from "@/scripts/prove/plan-faults";
import { startWorld, type World } from "@/scripts/world/start-world";

/** A world to measure, with somebody logged in to it. */
export interface Bench {
  world: World;
  account: { email: string; password: string };
  member: Visitor;
}

/** A member in whose way no cap stands. */
export const unbounded: PlannedMember = {
  platform: "field-nation",
  beforeMinutes: 0,
  afterMinutes: 0,
  unitsPerDay: null,
  unitsPerWeek: null,
  unitsPerMonth: 1_000,
  spendCapCents: null,
};

/** More than a worker can make, so that the machine and not the platform is the limit. */
const callsPerMinute = 60_000;

/** Starts a world of its own, as `npm start` does it, runs `work` on it, and removes it. */
export async function withBench<Result>(say: (line: string) => void, work: (bench: Bench) => Promise<Result>): Promise<Result> {
  const home = mkdtempSync(join(tmpdir(), "holdfast-bench-"));
  const ending = new AbortController();
  const world = await startWorld({
    home,
    port: 0,
    environment: { REQUESTS_PER_MINUTE: "1000000" },
    durable: true,
    platformCallsPerMinute: callsPerMinute,
    verbose: false,
    signal: ending.signal,
    say,
  });
  try {
    const account = world.accounts.member;
    if (!account) throw new Error("the world has no member to log in as");
    const member = new Visitor(world.web);
    await member.submit(await member.open("/login"), 'name="email"', account);
    return await work({ world, account, member });
  } finally {
    await world.stop();
    rmSync(home, { recursive: true, force: true });
  }
}
