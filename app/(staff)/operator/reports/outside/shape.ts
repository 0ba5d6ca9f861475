import type { ListShape } from "../../list/list-shape";

const states = ["waiting", "received", "looking", "closed"] as const;
const kinds = ["vulnerability", "access"] as const;

/** What the list of reports from outside can be asked for. */
export const outsideShape = {
  path: "/operator/reports/outside",
  search: null,
  sorts: {
    received: { label: "Received", of: "time", descending: true },
    due: { label: "To be looked at by", of: "time", descending: false },
  },
  filters: {
    state: {
      label: "State",
      options: states,
      labels: { waiting: "Not closed", received: "Nobody has looked", looking: "Looked at" },
    },
    kind: { label: "Kind", options: kinds, labels: { access: "Suspected access" } },
  },
} as const satisfies ListShape<"received" | "due", { state: typeof states; kind: typeof kinds }>;
