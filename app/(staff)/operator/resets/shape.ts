import { resetStates } from "@/lib/accounts/list-resets";
import type { ListShape } from "../list/list-shape";

export const stateNames = {
  open: "Under way",
  waiting: "Needs a second person",
  counting: "Counts down",
  ready: "At their next login",
  applied: "Done",
  cancelled: "Cancelled",
} as const satisfies Record<(typeof resetStates)[number], string>;

/** What the list of factor resets can be asked for. */
export const resetsShape = {
  path: "/operator/resets",
  search: "E-mail address contains, or id",
  sorts: {
    asked: { label: "Asked for", of: "time", descending: true },
    counts: { label: "Counts from", of: "time", descending: false },
  },
  filters: { state: { label: "State", options: resetStates, labels: stateNames } },
} as const satisfies ListShape<"asked" | "counts", { state: typeof resetStates }>;
