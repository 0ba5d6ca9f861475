import type { ClauseId } from "@/lib/terms/policy";

/** What breaks one thing that is looked at, and how that is undone. */
export interface Breakage {
  /** The check that has to notice. */
  check: string;
  /** The clauses that fail by it, and no others. */
  clauses: ClauseId[];
  /** What is done, where a check has several. */
  how?: string;
  /** Set where a look cannot be finished meanwhile: that is logged, and is no failure. */
  blinds?: true;
  apply: () => Promise<() => unknown>;
}
