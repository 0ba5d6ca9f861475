import { setTimeout as sleep } from "node:timers/promises";
import { recordProcesses } from "@/scripts/world/leftovers";

/** A process that has been started. */
export type Live = {
  pid: number;
  /** Fulfilled when it serves; rejected when it ended before, or took too long. */
  ready: Promise<void>;
  /** How it ended, in words, once it has. */
  ended: Promise<string>;
  /** Asks it to end, insists after a few seconds, and returns when it has. */
  stop: () => Promise<void>;
};

/** A part of the world. Lower layers carry higher ones, and are stopped after them. */
export type Part = { name: string; layer: 0 | 1 | 2; launch: () => Promise<Live> };

const usualPausesMs = [100, 500, 2_000, 5_000];
const healthyAfterMs = 30_000;

/** Keeps the parts of one world running until it is stopped: a part that dies is started again, at once and then less and less eagerly. */
export class Supervisor {
  readonly #home: string;
  readonly #say: (line: string) => void;
  readonly #lives = new Map<string, { part: Part; live: Live }>();
  /** Parts that are ending because `restart` asked them to. */
  readonly #wanted = new Set<string>();
  readonly #watches: Promise<void>[] = [];
  readonly #stopping = new AbortController();
  #stopped: Promise<void> | undefined;

  readonly #pausesMs: readonly number[];

  /** @param pausesMs how long a part that dies again and again is left alone, by how often it has died */
  constructor(home: string, say: (line: string) => void, pausesMs: readonly number[] = usualPausesMs) {
    this.#home = home;
    this.#say = say;
    this.#pausesMs = pausesMs;
  }

  /** The running processes, by part. */
  pids(): Map<string, number> {
    return new Map([...this.#lives].map(([name, { live }]) => [name, live.pid]));
  }

  /** Starts a part and returns when it serves. A failure of this first start is thrown; later deaths are mended. */
  async run(part: Part): Promise<void> {
    const live = await this.#launch(part);
    await live.ready;
    this.#watches.push(this.#watch(part, live));
  }

  /** Ends a part, which its watch then starts again at once. */
  async restart(name: string): Promise<void> {
    this.#wanted.add(name);
    await this.#lives.get(name)?.live.stop();
  }

  /** Stops every part, the highest layer first. Called again, it waits for the same end. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stopLayers();
    return this.#stopped;
  }

  async #stopLayers(): Promise<void> {
    this.#stopping.abort();
    for (const layer of [2, 1, 0]) {
      await Promise.all([...this.#lives.values()].filter(({ part }) => part.layer === layer).map(({ live }) => live.stop()));
    }
    await Promise.all(this.#watches);
    this.#lives.clear();
    recordProcesses(this.#home, this.pids());
  }

  async #launch(part: Part): Promise<Live> {
    this.#stopping.signal.throwIfAborted();
    const live = await part.launch();
    live.ready.catch(() => undefined);
    this.#lives.set(part.name, { part, live });
    recordProcesses(this.#home, this.pids());
    if (this.#stopping.signal.aborted) await live.stop();
    return live;
  }

  async #watch(part: Part, first: Live): Promise<void> {
    let live = first;
    for (let deaths = 0; ; ) {
      const since = Date.now();
      const how = await live.ended;
      if (this.#stopping.signal.aborted) return;
      if (this.#wanted.delete(part.name)) deaths = 0;
      else {
        deaths = Date.now() - since > healthyAfterMs ? 1 : deaths + 1;
        this.#say(`${part.name} ended (${how}); starting it again`);
      }
      try {
        await sleep(deaths === 0 ? 0 : this.#pausesMs[Math.min(deaths, this.#pausesMs.length) - 1], undefined, {
          signal: this.#stopping.signal,
        });
        live = await this.#launch(part);
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        this.#say(`${part.name} could not be started: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
}
