import { DateTime } from "@/app/_ui/date-time";
import { RelativeTime } from "@/app/_ui/relative-time";
import { StatusBadge } from "@/app/_ui/status-badge";
import { SubmitButton } from "@/app/_ui/submit-button";
import { type Column, Table } from "@/app/_ui/table";
import type { ListedSession } from "@/lib/accounts/list-sessions";

type Props = { sessions: readonly ListedSession[]; zone: string; now: Date };

/** The sessions, each but the one that asks with its two buttons; they belong to the form around the table. */
export function SessionTable({ sessions, zone, now }: Props) {
  const columns: Column<ListedSession>[] = [
    { head: "Device", rowHead: true, cell: ({ device }) => <span className="wrap-anywhere">{device}</span> },
    { head: "Network", cell: ({ network }) => <span className="wrap-anywhere">{network}</span> },
    { head: "First seen", cell: ({ firstSeen }) => <DateTime at={firstSeen} zone={zone} /> },
    { head: "Last seen", cell: ({ lastSeen }) => <RelativeTime at={lastSeen} now={now} zone={zone} /> },
    { head: "What to do", cell: (session) => <Choices session={session} /> },
  ];
  return <Table caption="Logged-in devices" columns={columns} rows={sessions} rowKey={({ id }) => id} />;
}

function Choices({ session: { id, device, isThis } }: { session: ListedSession }) {
  if (isThis) return <StatusBadge tone="good">This device</StatusBadge>;
  const named = <span className="sr-only">: {device}</span>;
  return (
    <div className="flex flex-wrap gap-2 max-sm:justify-end">
      <SubmitButton tone="secondary" size="small" name="end" value={id} pending="Log out">
        Log out{named}
      </SubmitButton>
      <SubmitButton tone="quiet" size="small" name="report" value={id} pending="Not mine">
        Not mine{named}
      </SubmitButton>
    </div>
  );
}
