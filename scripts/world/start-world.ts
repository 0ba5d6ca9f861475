import { findFreePort } from "@/scripts/free-port";
import { bringUp } from "@/scripts/world/bring-up";
import { claimHome, claimPort } from "@/scripts/world/claim-home";
import { readOwnParts } from "@/scripts/world/own-parts";
import type { Settings } from "@/scripts/world/settings";
import { Supervisor } from "@/scripts/world/supervisor";
import type { WorldFile } from "@/scripts/world/world-file";

export type WorldOptions = {
  home: string;
  /** Where web listens; 0 for any free port. */
  port: number;
  /** Settings that go before all that is made here, as the environment's do for `npm start`. */
  environment: Record<string, string | undefined>;
  /** False for tests only: a machine's crash may then lose what was committed. */
  durable: boolean;
  /** Development: no build, and what changes is taken up while it runs. */
  watch?: boolean;
  /** How many workers share the work; 1 if not given. The second is the part "worker-2", with a log of its own. */
  workers?: number;
  /** How many calls a minute the platforms bear, and the workers make; the sandbox's usual budget if not given. */
  platformCallsPerMinute?: number;
  /** Shows the logs of web, worker and sandbox on the terminal too. */
  verbose: boolean;
  /** Ends the world, be it up or still starting. `stop` then tells when that is done. */
  signal: AbortSignal;
  /** How long a part that dies again and again is left alone; see Supervisor. For tests that kill on purpose. */
  restartPausesMs?: readonly number[];
  /** Told of each step. */
  say: (line: string) => void;
};

export type World = WorldFile & {
  home: string;
  settings: Settings;
  /** The running processes: postgres, sandbox, worker, web, and the further workers. One that is killed is started again under another pid. */
  pids: () => Map<string, number>;
  stop: () => Promise<void>;
};

/**
 * Brings up all of Holdfast in one home: builds what is stale, runs the databases, the outside world, worker and web,
 * and seeds them. What it started is ended again when a step fails or the signal comes.
 */
export async function startWorld(options: WorldOptions): Promise<World> {
  const own = readOwnParts(options.environment);
  const lock = await claimHome(options.home, options.say);
  const supervisor = new Supervisor(options.home, options.say, options.restartPausesMs);
  const stop = async () => {
    await supervisor.stop();
    lock.release();
  };
  options.signal.addEventListener("abort", () => void supervisor.stop());
  try {
    const port = options.port === 0 ? await findFreePort() : options.port;
    await claimPort(port);
    const up = await bringUp({ ...options, port }, own, supervisor);
    return { ...up.file, home: options.home, settings: up.settings, pids: () => supervisor.pids(), stop };
  } catch (error) {
    await stop();
    options.signal.throwIfAborted();
    throw error;
  }
}
