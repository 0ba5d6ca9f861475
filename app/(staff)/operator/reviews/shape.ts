import type { ListShape } from "../list/list-shape";

const kinds = ["accesses", "rights"] as const;
const states = ["open", "overdue", "closed"] as const;
export const kindNames = { accesses: "Accesses", rights: "Roles and keys" } as const;

/** What the list of reviews can be asked for. */
export const reviewsShape = {
  path: "/operator/reviews",
  search: null,
  sorts: { due: { label: "Due", of: "time", descending: true } },
  filters: { kind: { label: "Of what", options: kinds, labels: kindNames }, state: { label: "State", options: states } },
} as const satisfies ListShape<"due", { kind: typeof kinds; state: typeof states }>;
