/** Draws from a seed: the same seed, the same draws (mulberry32, public domain, by Tommy Ettinger). */
export interface Draws {
  /** A whole number from 0 up to, not including, this one. */
  below: (bound: number) => number;
  /** True with this probability. */
  chance: (share: number) => boolean;
  pick: <One>(from: readonly One[]) => One;
}

export function drawsFrom(seed: number): Draws {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number) => Math.floor(next() * bound);
  return { below, chance: (share) => next() < share, pick: (from) => from[below(from.length)] as (typeof from)[number] };
}
