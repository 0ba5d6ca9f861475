import { DateTime } from "@/app/_ui/date-time";
import { LinkButton } from "@/app/_ui/link-button";
import { Table } from "@/app/_ui/table";
import type { Opening } from "@/lib/connections/read-openings";
import { platformName } from "@/lib/platforms/ids";

const jobs: Record<string, string> = {
  "verify-connection": "Trying the login",
  "poll-connection": "Looking for offers",
  "pursue-intent": "Accepting a work order",
  "rotate-key": "Changing its lock",
};

const reasons: Record<string, string> = {
  verify: "To try the login that you sealed",
  retry: "To see whether the platform takes it again after refusing it",
  poll: "To log in anew, so that offers can be looked at",
  accept: "To accept an order, or to read it back",
  rotate: "To seal it with a new key; the platform was not called",
};

type Props = { openings: Opening[]; isLatest: boolean; next: string | null; zone: string };

/** Who opened the member's login: each opening by the worker, newest first; `next` is where earlier ones begin. */
export function Openings({ openings, isLatest, next, zone }: Props) {
  const columns = [
    { head: "When", rowHead: true, cell: (opening: Opening) => <DateTime at={opening.at} zone={zone} /> },
    { head: "Platform", cell: (opening: Opening) => platformName(opening.platform) },
    { head: "Job", cell: (opening: Opening) => jobs[opening.job] ?? opening.job },
    { head: "Why", cell: (opening: Opening) => reasons[opening.reason] ?? opening.reason },
  ];
  return (
    <div className="grid justify-items-start gap-4">
      <div className="w-full">
        <Table caption="Openings of your sealed logins" columns={columns} rows={openings} rowKey={(opening) => opening.id} />
      </div>
      <div className="flex flex-wrap gap-3">
        {next ? (
          <LinkButton href={`/connections?before=${next}#openings`} tone="secondary">
            Earlier openings
          </LinkButton>
        ) : null}
        {isLatest ? null : (
          <LinkButton href="/connections#openings" tone="secondary">
            Latest openings
          </LinkButton>
        )}
      </div>
    </div>
  );
}
