import { Form } from "@/app/_ui/form";
import { PageHeader } from "@/app/_ui/page-header";
import { RelativeTime } from "@/app/_ui/relative-time";
import { Stack } from "@/app/_ui/stack";
import { type BadgeTone, StatusBadge } from "@/app/_ui/status-badge";
import { type Column, Table } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { may } from "@/lib/accounts/permissions";
import { now } from "@/lib/base/clock";
import type { Outcome } from "@/lib/oversight/seen";
import { type ReadCheck, readControls } from "@/lib/policy/read-controls";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { lookNow } from "./actions";

export const generateMetadata = () => titleFor("controls.read", "Controls");

const tones: Record<Outcome, { tone: BadgeTone; text: string }> = {
  holds: { tone: "good", text: "Holds" },
  fails: { tone: "bad", text: "Fails" },
  unknown: { tone: "neutral", text: "Not known" },
};

const columnsIn = (zone: string, at: Date): Column<ReadCheck>[] => [
  { head: "What is looked at", rowHead: true, cell: ({ about }) => about },
  {
    head: "Result",
    cell: ({ state }) => {
      const { tone, text } = tones[state?.result ?? "unknown"];
      return <StatusBadge tone={tone}>{text}</StatusBadge>;
    },
  },
  { head: "What was seen", cell: ({ state }) => state?.seen ?? "Not yet looked at." },
  { head: "So since", cell: ({ state }) => (state ? <RelativeTime at={state.since} now={at} zone={zone} /> : "") },
  { head: "Looked at", cell: ({ state }) => (state ? <RelativeTime at={state.at} now={at} zone={zone} /> : "Not yet") },
];

const rank: Record<Outcome, number> = { fails: 0, unknown: 1, holds: 2 };
const rankOf = ({ state }: ReadCheck) => rank[state?.result ?? "unknown"];

export default async function ControlsPage() {
  const staff = await requireStaff("controls.read");
  const [checks, zone] = await Promise.all([readControls(staffActor(staff)), readTimeZone(staff.accountId)]);
  return (
    <Stack>
      <PageHeader
        title="Controls"
        lead={
          <p>
            Everything that is looked at for the clauses of the policy, what fails first. Everybody sees the same, clause by clause, on{" "}
            <TextLink href="/trust">Trust</TextLink>.
          </p>
        }
      />
      {may(staff.role, "controls.ask") ? (
        <Form action={lookNow} submit="Look at everything now" pending="Asking">
          {null}
        </Form>
      ) : null}
      <Table
        caption="Checks"
        columns={columnsIn(zone, now())}
        rows={checks.toSorted((one, other) => rankOf(one) - rankOf(other))}
        rowKey={({ id }) => id}
      />
    </Stack>
  );
}
