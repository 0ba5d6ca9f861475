import pinnedAt from "@/lib/oversight/patches/pinned-at.json";

/** Since when each version that package.json names is pinned here; `npm run operator -- pinned` writes the file. */
export const pins: Record<string, string> = pinnedAt;

/** The file's content for what package.json names today: what is new gets the day, what is gone goes. */
export function refreshPins(direct: readonly string[], day: string): Record<string, string> {
  return Object.fromEntries(direct.toSorted().map((one) => [one, pins[one] ?? day]));
}
