import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatRows } from "@/scripts/operator/format-rows";
import { detect } from "@/scripts/prove/anomalies/detect";
import { root } from "@/scripts/root";

/** The figures that the page of anomalies shows: made by this code with this seed, which a test compares. */
export const shownFile = join(root, "lib/oversight/anomalies/detection.json");
export const shownSeed = 1;

/** Plays the traces of a seed, prints what the rules make of them, and writes down those that the page shows. */
export function proveAnomalies(seed: number, say: (line: string) => void): void {
  const found = detect(seed);
  const rows = found.map(({ rule, attacks, caught, missed, medianMinutes, falseInFortnight }) => [
    rule,
    `${caught} of ${attacks} caught`,
    `${missed} missed`,
    medianMinutes === null ? "" : `after ${medianMinutes} min`,
    `${falseInFortnight} false in 14 quiet days`,
  ]);
  say(formatRows(rows));
  if (seed === shownSeed) writeFileSync(shownFile, `${JSON.stringify({ seed, rules: found }, null, 2)}\n`);
}
