import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { z } from "zod";
import { Failure, runProgram } from "@/scripts/failure";
import { proveFaults } from "@/scripts/prove/faults";
import { proveYear } from "@/scripts/prove/year";

/** `npm run prove -- faults` and `-- year`: long runs whose seed replays their plan; see docs/operations/proofs.md. */
const options = { offers: { type: "string" }, members: { type: "string" }, workers: { type: "string" }, seed: { type: "string" } } as const;
const count = (most: number, usual: number) => z.coerce.number().int().min(1).max(most).default(usual);
const sizes = z.object({
  offers: count(100_000, 10_000),
  members: count(500, 20),
  workers: count(16, 3),
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
  if ((run !== "faults" && run !== "year") || !size.success) {
    throw new Failure(`npm run prove -- faults [--offers 10000] [--members 20] [--workers 3] [--seed a number]
npm run prove -- year [--members 20] [--seed a number]`);
  }
  const ending = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => ending.abort());
  const say = (line: string) => console.log(line);
  try {
    if (run === "year") {
      await proveYear(size.data, ending.signal);
      say(`The books agree after a year, seed ${size.data.seed}.`);
      return;
    }
    const counts = await proveFaults(size.data, ending.signal, say);
    say(`All agree, seed ${size.data.seed}: ${JSON.stringify(counts)}`);
  } catch (thrown) {
    say(`Replay the plan with --seed ${size.data.seed} and the same sizes.`);
    throw thrown;
  }
});
