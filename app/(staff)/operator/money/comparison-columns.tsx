import { DateTime } from "@/app/_ui/date-time";
import { StatusBadge } from "@/app/_ui/status-badge";
import type { Comparison } from "@/lib/billing/list-comparisons";
import type { ListColumn } from "../list/staff-list";

/** The columns of comparisons of the books, with times in this zone. */
export const comparisonColumns = (zone: string): ListColumn<Comparison, "begun" | "differences">[] => [
  { head: "Begun", rowHead: true, sort: "begun", cell: ({ createdAt }) => <DateTime at={createdAt} zone={zone} /> },
  { head: "Asked for", cell: ({ askedBy }) => (askedBy.startsWith("staff:") ? "By staff" : "By the worker") },
  { head: "Customers", align: "end", cell: ({ compared, unread }) => (unread > 0 ? `${compared}, ${unread} unread` : String(compared)) },
  { head: "Differences", align: "end", sort: "differences", cell: ({ differences, fresh }) => `${differences}, ${fresh} new` },
  {
    head: "State",
    cell: ({ finishedAt }) => <StatusBadge tone={finishedAt ? "good" : "info"}>{finishedAt ? "Ended" : "Under way"}</StatusBadge>,
  },
];
