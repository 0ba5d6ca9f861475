import type { controlOutcomes } from "@/db/schema";

export type Outcome = (typeof controlOutcomes)[number];

/** What one look saw. `looked` is at how many things: at none, nothing is known. `seen` is a plain sentence without anybody's data. */
export interface Seen {
  result: Outcome;
  looked: number;
  seen: string;
}
