import type { ListShape } from "../../list/list-shape";

const kinds = ["backup", "drill"] as const;
const results = ["done", "failed"] as const;

/** What the list of backups and rehearsed restores can be asked for. */
export const backupsShape = {
  path: "/operator/service/backups",
  search: null,
  sorts: {
    done: { label: "Done", of: "time", descending: true },
    took: { label: "Took", of: "amount", descending: true },
    size: { label: "Size", of: "amount", descending: true },
  },
  filters: {
    kind: { label: "What", options: kinds, labels: { backup: "Backups", drill: "Rehearsed restores" } },
    result: { label: "Result", options: results, labels: { done: "Taken or passed" } },
  },
} as const satisfies ListShape<"done" | "took" | "size", { kind: typeof kinds; result: typeof results }>;
