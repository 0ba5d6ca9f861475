import { StatusBadge } from "@/app/_ui/status-badge";
import type { ListedPublicReport } from "@/lib/oversight/public-reports/list";

export const kindNames = { access: "Suspected access", vulnerability: "Vulnerability" };

/** How a report from outside stands. */
export function OutsideBadge({ report: { state, dueAt }, now }: { report: ListedPublicReport; now: Date }) {
  if (state === "closed") return <StatusBadge tone="good">Closed</StatusBadge>;
  if (state === "looking") return <StatusBadge tone="info">Looked at</StatusBadge>;
  return dueAt < now ? <StatusBadge tone="bad">Late</StatusBadge> : <StatusBadge tone="warn">Waits</StatusBadge>;
}
