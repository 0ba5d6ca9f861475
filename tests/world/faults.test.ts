import { randomInt } from "node:crypto";
import { expect, test } from "vitest";
import { proveFaults } from "@/scripts/prove/faults";

const seed = Number(process.env.FAULTS_SEED ?? randomInt(2 ** 31));

test(`24 offers among faults, rivals and kills: platform, acceptances and Stripe agree (FAULTS_SEED=${seed})`, {
  timeout: 300_000,
}, async () => {
  const lines: string[] = [];
  const size = { offers: 24, members: 3, workers: 2, seed };
  const counts = await proveFaults(size, new AbortController().signal, (line) => lines.push(line)).catch((thrown: unknown) => {
    throw new Error(lines.join("\n"), { cause: thrown });
  });
  expect(counts.offers).toBe(size.offers);
  expect(counts.accepted).toBeGreaterThanOrEqual(size.members);
  expect(counts.charged).toBe(counts.accepted - counts.unattributed);
  // The first order suits, and its buyer calls it off in the end: what it cost is credited.
  expect(counts.credited + counts.unattributed).toBeGreaterThan(0);
  expect(counts.kills).toBeGreaterThan(0);
});
