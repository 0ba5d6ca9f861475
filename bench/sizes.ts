/** How large a table is filled: as given in the environment, for a try or a larger machine, or as the figures are published. */
export function sizeOf(name: "BENCH_LINES" | "BENCH_MEMBERS", usual: number): number {
  const given = process.env[name];
  if (given === undefined) return usual;
  const size = Number(given);
  if (!Number.isSafeInteger(size) || size < 1) throw new Error(`${name} is no number of rows`);
  return size;
}
