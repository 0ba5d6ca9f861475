import { DateTime } from "@/app/_ui/date-time";
import { Table } from "@/app/_ui/table";
import type { Opening } from "@/lib/connections/read-connections";
import { platformName } from "@/lib/platforms/ids";

const reasons: Record<string, string> = {
  verify: "To try the login that you sealed",
  poll: "To look for offers",
  accept: "To accept an order or to read it back",
};

/** Who opened the member's login: each opening by the worker, newest first. */
export function Openings({ openings, zone }: { openings: Opening[]; zone: string }) {
  const columns = [
    { head: "When", rowHead: true, cell: (opening: Opening) => <DateTime at={opening.at} zone={zone} /> },
    { head: "Login", cell: (opening: Opening) => platformName(opening.platform) },
    { head: "Why", cell: (opening: Opening) => reasons[opening.reason] ?? opening.reason },
    { head: "Job", cell: (opening: Opening) => opening.job },
  ];
  return <Table caption="Openings of your sealed logins" columns={columns} rows={openings} rowKey={(opening) => opening.id} />;
}
