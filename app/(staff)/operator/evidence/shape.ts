import { orgClauseIds } from "@/lib/oversight/evidence/org-clauses";
import type { ListShape } from "../list/list-shape";

const states = ["valid", "expired", "withdrawn"] as const;

/** What the list of evidence can be asked for. */
export const evidenceShape = {
  path: "/operator/evidence",
  search: null,
  sorts: {
    recorded: { label: "Recorded", of: "time", descending: true },
    until: { label: "Valid until", of: "time", descending: false },
  },
  filters: { clause: { label: "Clause", options: orgClauseIds }, state: { label: "State", options: states } },
} as const satisfies ListShape<"recorded" | "until", { clause: typeof orgClauseIds; state: typeof states }>;
