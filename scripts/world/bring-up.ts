import { join } from "node:path";
import { makeKeyring } from "@/lib/keys/make-keyring";
import { bundle } from "@/scripts/bundle.mjs";
import { root } from "@/scripts/root";
import { buildWeb } from "@/scripts/world/build-web";
import { launchProgram, logFileOf, type Program } from "@/scripts/world/launch-program";
import type { OwnParts } from "@/scripts/world/own-parts";
import { runDatabases } from "@/scripts/world/run-databases";
import { runSandbox } from "@/scripts/world/run-sandbox";
import { readOrMakeSecrets } from "@/scripts/world/secrets";
import { seedPlatformLogins } from "@/scripts/world/seed-platform-logins";
import { seedWorld } from "@/scripts/world/seed-world";
import { keyringOf, type Settings, settingsOf } from "@/scripts/world/settings";
import type { WorldOptions } from "@/scripts/world/start-world";
import type { Supervisor } from "@/scripts/world/supervisor";
import { watchSources } from "@/scripts/world/watch-sources";
import { type WorldFile, writeWorldFile } from "@/scripts/world/world-file";

/** The steps of startWorld, those that do not need each other side by side. The first that fails breaks off the others. */
export async function bringUp(
  options: WorldOptions,
  own: OwnParts,
  supervisor: Supervisor,
): Promise<{ file: WorldFile; settings: Settings }> {
  const { home, port, workers = 1, platformCallsPerMinute: callsPerMinute, verbose, say } = options;
  const webUrl = `http://localhost:${port}`;
  const secrets = readOrMakeSecrets(home);
  const keys = await makeKeyring(keyringOf(home));
  const failing = new AbortController();
  const signal = AbortSignal.any([options.signal, failing.signal]);

  const runsSandbox = !(own.stripe && own.mail && own.platforms);
  const [databases, sandbox, files] = await together(failing, [
    own.databases
      ? timed(say, "your databases are up to date", () => migrateOwn(own.databases))
      : timed(say, "databases", () => runDatabases(home, secrets.databases, options.durable, supervisor)),
    runsSandbox ? timed(say, "sandbox", () => runSandbox({ home, webUrl, secrets, callsPerMinute, verbose, supervisor, say })) : null,
    timed(say, "website and worker built", async () => {
      const programs = [bundle("web"), bundle("worker"), bundle("purge")] as const;
      const [web, worker, purge] = await Promise.all([...programs, options.watch ? null : buildWeb(signal, say)]);
      return { web, worker, purge };
    }),
  ]);
  signal.throwIfAborted();

  const settings = settingsOf({ home, port, databases, keys, secrets, callsPerMinute, sandbox, given: own.given });
  const run = (program: keyof Settings, servesBy: Program["servesBy"], name: string = program) => {
    const env = { ...settings[program], ...(options.watch ? { NODE_ENV: "development" } : {}) };
    const part = { name, file: files[program], env, logFile: logFileOf(home, name), verbose, servesBy };
    return supervisor.run({ name, layer: 2, launch: () => launchProgram(part) });
  };
  // The seed waits for its mails by itself, so it can start along with the worker that sends them. A real mail server shows none.
  const mail = sandbox && !own.mail ? sandbox.mail : null;
  const accounts = { owner: secrets.owner, member: secrets.member };
  const [seeded, platformLogins] = await together(failing, [
    mail === null ? null : timed(say, "first accounts and invite", () => seedWorld(home, settings, accounts, mail, signal)),
    sandbox && !own.platforms ? seedPlatformLogins(sandbox.control) : null,
    Promise.all(workerNames(workers).map((name) => timed(say, name, () => run("worker", says("worker ready"), name)))),
    timed(say, "web", () => run("web", { asking: async () => (await fetch(`${webUrl}/api/health/ready`)).ok })),
  ]);

  // Nobody waits for it, and its first round would keep the others from being up soon.
  void run("purge", says("purge ready")).catch((error: unknown) => {
    if (!signal.aborted) say(`purge could not be started: ${error instanceof Error ? error.message : String(error)}`);
  });

  const file: WorldFile = {
    web: webUrl,
    sandbox: sandbox && {
      platform: sandbox.platform,
      serviceChannel: sandbox.serviceChannel,
      stripe: sandbox.stripe,
      mail: sandbox.mail,
      control: sandbox.control,
      ca: sandbox.ca,
    },
    invite: seeded?.invite ?? null,
    accounts: seeded ? accounts : { owner: null, member: null },
    platformLogins,
  };
  writeWorldFile(home, file);
  if (options.watch) watchSources(supervisor, say, signal);
  return { file, settings };
}

const says = (event: string): Program["servesBy"] => ({ line: (text) => text.includes(`"event":"${event}"`) });

/** What the parts are called that so many workers are. */
export const workerNames = (workers: number) =>
  Array.from({ length: workers }, (_, index) => (index === 0 ? "worker" : `worker-${index + 1}`));

/** Databases that were given are nobody's to start, only to migrate. */
async function migrateOwn(databases: OwnParts["databases"]) {
  if (!databases) throw new Error("unreachable: asked for only where databases are given");
  const { migrate } = await import("@/db/migrate");
  await migrate(databases, join(root, "db"));
  return databases;
}

async function timed<Result>(say: (line: string) => void, label: string, work: () => Promise<Result>): Promise<Result> {
  const began = performance.now();
  const result = await work();
  say(`${((performance.now() - began) / 1_000).toFixed(1).padStart(6)} s  ${label}`);
  return result;
}

/** All of these, or the first failure, once every one of them has come to rest. */
async function together<Results extends unknown[]>(
  failing: AbortController,
  work: { [Index in keyof Results]: Promise<Results[Index]> | Results[Index] },
): Promise<Results> {
  for (const one of work) if (one instanceof Promise) one.catch((error: unknown) => failing.abort(error));
  await Promise.allSettled(work);
  failing.signal.throwIfAborted();
  return Promise.all(work) as Promise<Results>;
}
