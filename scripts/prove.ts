import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { z } from "zod";
import { Failure, runProgram } from "@/scripts/failure";
import { proveAnomalies, shownSeed } from "@/scripts/prove/anomalies/prove";
import { proveCanary } from "@/scripts/prove/canary";
import { proveFaults } from "@/scripts/prove/faults";
import { runSuite } from "@/scripts/prove/run-suite";

/** `npm run prove -- faults`, `-- year`, `-- kills`, `-- canary` and `-- anomalies`: long runs whose seed replays their plan; see docs/operations/proofs.md. */
const text = { type: "string" } as const;
const options = { offers: text, members: text, workers: text, rounds: text, seed: text };
const count = (most: number, usual: number) => z.coerce.number().int().min(1).max(most).default(usual);
const sizes = z.object({
  offers: count(100_000, 10_000),
  members: count(500, 20),
  workers: count(16, 3),
  rounds: count(10_000, 50),
  seed: z.coerce
    .number()
    .int()
    .min(0)
    .max(2 ** 31)
    .default(() => randomInt(2 ** 31)),
});

await runProgram(async () => {
  const { values, positionals } = parseArgs({ args: process.argv.slice(2), options, allowPositionals: true });
  const size = sizes.safeParse(values);
  const run = positionals.join();
  if (!["faults", "year", "kills", "canary", "anomalies"].includes(run) || !size.success) {
    throw new Failure(`npm run prove -- faults [--offers 10000] [--members 20] [--workers 3] [--seed a number]
npm run prove -- year [--members 20] [--seed a number]
npm run prove -- kills [--rounds 50] [--seed a number]
npm run prove -- canary [--offers 200] [--seed a number]
npm run prove -- anomalies [--seed 1]`);
  }
  const { members, rounds, seed } = size.data;
  const ending = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => ending.abort());
  const say = (line: string) => console.log(line);
  if (run === "anomalies") {
    proveAnomalies(values.seed === undefined ? shownSeed : seed, say);
    return;
  }
  try {
    if (run === "year") {
      const settings = { YEAR_MEMBERS: String(members), YEAR_SEED: String(seed) };
      await runSuite({ project: "domain", file: "tests/domain/billing/year.test.ts", settings }, ending.signal);
      say(`The books agree after a year, seed ${seed}.`);
      return;
    }
    if (run === "kills") {
      const settings = { CRASH_ROUNDS: String(rounds), CRASH_SEED: String(seed) };
      await runSuite({ project: "world", file: "tests/world/accept-path-crash.test.ts", settings }, ending.signal);
      say(`Every kill ended in one acceptance and one charge, seed ${seed}.`);
      return;
    }
    if (run === "canary") {
      const { offers } = size.data;
      const counts = await proveCanary({ offers: values.offers === undefined ? 200 : offers, seed }, ending.signal, say);
      say(`Nothing of a forbidden field was kept, and each planted one was found, seed ${seed}: ${JSON.stringify(counts)}`);
      return;
    }
    const counts = await proveFaults(size.data, ending.signal, say);
    say(`All agree, seed ${seed}: ${JSON.stringify(counts)}`);
  } catch (thrown) {
    say(`Replay the plan with --seed ${seed} and the same sizes.`);
    throw thrown;
  }
});
