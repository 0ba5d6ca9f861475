import type { TestProject } from "vitest/node";
import { startWorld, type World } from "@/scripts/world/start-world";
import { type Chromium, findChromium } from "@/tests/support/find-chromium";
import { makeThrowawayHome, removeHome } from "@/tests/support/throwaway-home";

export type TestWorld = Omit<World, "pids" | "stop">;

declare module "vitest" {
  interface ProvidedContext {
    world: TestWorld;
    chromium: Chromium | null;
  }
}

type Shared = { world?: Promise<World> };
const shared = globalThis as typeof globalThis & { holdfastTestWorld?: Shared };
shared.holdfastTestWorld ??= {};

/** One world on free ports, shared by the suites of web and browser of a run. It takes nothing from the environment. */
async function openWorld(): Promise<World> {
  const home = await makeThrowawayHome();
  const say = (line: string) => process.stderr.write(`world: ${line}\n`);
  return startWorld({
    home,
    port: 0,
    // All suites come from one address: the limit is tested on a web process with a limit of its own.
    environment: { REQUESTS_PER_MINUTE: "100000" },
    durable: false,
    verbose: false,
    signal: new AbortController().signal,
    say,
  });
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const mine = shared.holdfastTestWorld as Shared;
  project.provide("chromium", project.name === "browser" ? findChromium() : null);
  mine.world ??= openWorld();
  const { pids: _, stop: __, ...world } = await mine.world;
  project.provide("world", world);
  return async () => {
    const open = mine.world;
    delete mine.world;
    if (!open) return;
    const { stop, home } = await open;
    await stop();
    removeHome(home);
  };
}
