import type { ListShape } from "../list/list-shape";

const states = ["waiting", "closed"] as const;

/** What the list of reports can be asked for. */
export const reportsShape = {
  path: "/operator/reports",
  search: null,
  sorts: { reported: { label: "Reported", of: "time", descending: true } },
  filters: { state: { label: "State", options: states } },
} as const satisfies ListShape<"reported", { state: typeof states }>;
