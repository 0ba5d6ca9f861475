/** One figure: what was measured, beside a floor from the same run on the same machine. */
export interface Figure {
  name: string;
  /** What the floor is. */
  floorName: string;
  unit: "ms" | "MiB";
  floor: number;
  measured: number;
}

export function median(values: number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** How long `work` takes in milliseconds, as the mean of `times` repeats. */
async function meanMs(work: () => Promise<unknown>, times: number): Promise<number> {
  const began = performance.now();
  for (let index = 0; index < times; index += 1) await work();
  return (performance.now() - began) / times;
}

/**
 * Measures floor and work in turn, several times over, so that what else the machine does meets both, and takes the median of each.
 */
export async function beside(
  name: string,
  work: () => Promise<unknown>,
  floorName: string,
  floor: () => Promise<unknown>,
  { runs, times }: { runs: number; times: number },
): Promise<Figure> {
  await meanMs(work, Math.min(times, 5));
  await meanMs(floor, Math.min(times, 5));
  const floors: number[] = [];
  const measured: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    floors.push(await meanMs(floor, times));
    measured.push(await meanMs(work, times));
  }
  return { name, floorName, unit: "ms", floor: median(floors), measured: median(measured) };
}
