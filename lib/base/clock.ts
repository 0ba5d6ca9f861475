/** The one source of the current time, so that tests can move it by faking `Date`. */
export function now(): Date {
  return new Date();
}

export const secondMs = 1_000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** `at` moved by a number of milliseconds, which may be negative. */
export function later(at: Date, milliseconds: number): Date {
  return new Date(at.getTime() + milliseconds);
}
