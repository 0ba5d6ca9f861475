import { Card } from "@/app/_ui/card";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { Meter } from "@/app/_ui/meter";
import { Money } from "@/app/_ui/money";
import { PageHeader } from "@/app/_ui/page-header";
import { RelativeTime } from "@/app/_ui/relative-time";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { type Column, Table } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { TimeRange } from "@/app/_ui/time-range";
import { readContact } from "@/lib/accounts/keep-contact";
import { now } from "@/lib/base/clock";
import { type Home, readHome } from "@/lib/orders/read-home";
import { platformName } from "@/lib/platforms/ids";
import { requireMember } from "@/lib/web/session";
import { ContactNudge } from "./contact-nudge";
import { FactorNudge } from "./factor-nudge";
import { SetUp, setUpSteps } from "./set-up";

export const metadata = { title: "Home" };

type Coming = Home["coming"][number];
const comingColumns: Column<Coming>[] = [
  { head: "When", rowHead: true, cell: (order) => <TimeRange from={order.windowStart} to={order.windowEnd} zone={order.timeZone} /> },
  { head: "Platform", cell: (order) => platformName(order.platform) },
  {
    head: "Charge",
    align: "end",
    cell: (order) =>
      order.attribution === "service" ? (
        <TextLink href={`/billing/receipts/${order.id}`}>$25.00 receipt</TextLink>
      ) : (
        <span className="text-soft">Not charged</span>
      ),
  },
];

function Month({ month }: { month: Home["month"] }) {
  const { units, cap, spentCents } = month;
  return (
    <Card title="This month" footer={<TextLink href="/billing">Billing</TextLink>}>
      <div className="grid gap-4">
        {cap === null ? (
          <p>{units} orders</p>
        ) : (
          <Meter label="Orders against your limit" value={units} max={Math.max(cap, 1)} reading={`${units} of ${cap} orders`} />
        )}
        <p>
          <Money cents={spentCents} /> <span className="text-soft">so far: the plan, and $25.00 for each order</span>
        </p>
      </div>
    </Card>
  );
}

function Watching({ home, at }: { home: Home; at: Date }) {
  return (
    <Card title="Watching" footer={<TextLink href="/connections">Connections</TextLink>}>
      <ul className="grid gap-3">
        {home.connections.map(({ id, platform, state, mode, lastPollAt }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
            <span className="font-semibold">{platformName(platform)}</span>
            {state === "working" && mode === "auto" ? (
              <span className="flex items-center gap-3">
                {lastPollAt ? (
                  <span className="text-sm text-soft">
                    looked <RelativeTime at={lastPollAt} now={at} zone={home.timeZone} />
                  </span>
                ) : null}
                <StatusBadge tone="good">On</StatusBadge>
              </span>
            ) : (
              <StatusBadge tone={state === "working" ? "neutral" : "warn"}>{state === "working" ? "Off" : "Needs attention"}</StatusBadge>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

export default async function HomePage() {
  const member = await requireMember();
  const home = await readHome(member.accountId);
  const steps = setUpSteps(home);
  const ready = steps.every(({ state }) => state === "done");
  const begun = ready || home.coming.length > 0;
  return (
    <Stack>
      <PageHeader
        title="Home"
        lead={
          ready ? "Offers are watched for you. What meets your rules is accepted." : "Set up in four steps; then Holdfast works on its own."
        }
      />
      <ContactNudge email={member.email} contact={await readContact(member.accountId)} />
      {ready ? null : <SetUp steps={steps} />}
      {begun ? (
        <>
          <Card title="Coming up" footer={<TextLink href="/offers">All offers</TextLink>}>
            {home.coming.length === 0 ? (
              <EmptyState
                title="Nothing accepted yet"
                action={
                  <LinkButton href="/offers" tone="secondary">
                    See what was seen
                  </LinkButton>
                }
              >
                The next offer that meets all your rules is accepted, and appears here once the platform confirms it.
              </EmptyState>
            ) : (
              <Table caption="Accepted orders that are coming up" columns={comingColumns} rows={home.coming} rowKey={(order) => order.id} />
            )}
          </Card>
          <div className="grid gap-6 sm:grid-cols-2">
            <Month month={home.month} />
            <Watching home={home} at={now()} />
          </div>
        </>
      ) : null}
      <FactorNudge accountId={member.accountId} />
    </Stack>
  );
}
