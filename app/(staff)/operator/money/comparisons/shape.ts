import type { ListShape } from "../../list/list-shape";

const states = ["under_way", "ended"] as const;
const askers = ["staff", "worker"] as const;

/** What the list of comparisons with Stripe's books can be asked for. */
export const comparisonsShape = {
  path: "/operator/money/comparisons",
  search: null,
  sorts: {
    begun: { label: "Begun", of: "time", descending: true },
    differences: { label: "Differences", of: "amount", descending: true },
  },
  filters: {
    state: { label: "State", options: states, labels: { under_way: "Under way" } },
    by: { label: "Asked for", options: askers, labels: { staff: "By staff", worker: "By the worker" } },
  },
} as const satisfies ListShape<"begun" | "differences", { state: typeof states; by: typeof askers }>;
