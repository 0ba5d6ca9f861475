import { Card } from "@/app/_ui/card";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { LiveChanges } from "@/app/_ui/live-changes";
import { Meter } from "@/app/_ui/meter";
import { Money } from "@/app/_ui/money";
import { Notice } from "@/app/_ui/notice";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { type Column, Table } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { readContact } from "@/lib/accounts/keep-contact";
import { now } from "@/lib/base/clock";
import { readPlan } from "@/lib/billing/read-plan";
import { type Home, readHome } from "@/lib/orders/read-home";
import { platformName } from "@/lib/platforms/ids";
import { requireMember } from "@/lib/web/session";
import { PlanBanner } from "../plan-banner";
import { WorkTime } from "../work-time";
import { ContactNudge } from "./contact-nudge";
import { FactorNudge } from "./factor-nudge";
import { Pause } from "./pause";
import { SetUp, setUpSteps } from "./set-up";
import { Paused, Stopped } from "./stopped";
import { Waiting } from "./waiting";
import { Watching } from "./watching";

export const metadata = { title: "Home" };

type Coming = Home["coming"][number];
function comingColumnsIn(zone: string): Column<Coming>[] {
  return [
    {
      head: "Time of the work",
      rowHead: true,
      cell: (order) => (
        <>
          <WorkTime from={order.windowStart} to={order.windowEnd} zone={zone} siteZone={order.timeZone} />
          {order.conflict ? <StatusBadge tone="bad">Moved onto taken time</StatusBadge> : null}
        </>
      ),
    },
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
}

function Month({ month }: { month: Home["month"] }) {
  const { units, cap, spentCents } = month;
  return (
    <Card title="This month" footer={<TextLink href="/billing">Billing</TextLink>}>
      <div className="grid gap-4">
        {cap === null ? (
          <p>{units} orders</p>
        ) : (
          <Meter label="Work of this month against your limit" value={units} max={Math.max(cap, 1)} reading={`${units} of ${cap} orders`} />
        )}
        <p>
          <Money cents={spentCents} />{" "}
          <span className="text-soft">charged this month: the plan, and $25.00 for each order confirmed, whenever its work is</span>
        </p>
      </div>
    </Card>
  );
}

function leadOf(ready: boolean, { wasOn, connections }: Home): string {
  if (ready && connections.some(({ mode }) => mode === "auto")) return "Offers are watched for you. What meets your rules is accepted.";
  if (ready) return "Offers are watched for you. Nothing is accepted without your word.";
  return wasOn ? "Nothing is accepted for you at the moment." : "Set up in four steps; then Holdfast works on its own.";
}

export default async function HomePage() {
  const member = await requireMember();
  const home = await readHome(member.accountId);
  const planState = await readPlan(member.accountId);
  const steps = setUpSteps(home);
  const stopping = home.acceptance.missing.filter((gap) => gap !== "paused");
  // What a banner says, of the plan or of new terms, is not said twice.
  const toSetUp = stopping.filter((gap) => gap !== "terms_changed");
  const toSay = toSetUp.filter((gap) => !gap.startsWith("plan_"));
  const ready = stopping.length === 0 && home.ownPause === null;
  const begun = ready || home.wasOn || home.coming.length > 0 || home.requested.length > 0;
  return (
    <Stack>
      <LiveChanges />
      <PageHeader title="Home" lead={leadOf(ready, home)} />
      <ContactNudge email={member.email} contact={await readContact(member.accountId)} />
      <PlanBanner state={planState} zone={home.timeZone} />
      {home.pause ? <Paused pause={home.pause} zone={home.timeZone} /> : null}
      {home.asking > 0 ? (
        <Notice tone="info" title={home.asking === 1 ? "An offer waits for your answer" : `${home.asking} offers wait for your answer`}>
          <p>
            The first to accept has it. <TextLink href="/offers">Answer</TextLink>
          </p>
        </Notice>
      ) : null}
      {home.ownPause ? <Pause home={home} /> : null}
      {(home.wasOn ? toSay : toSetUp).length === 0 || (home.wasOn && home.pause && toSay.length === 1) ? null : home.wasOn ? (
        <Stopped missing={toSay} />
      ) : (
        <SetUp steps={steps} />
      )}
      {begun ? (
        <>
          <Waiting home={home} />
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
                {ready && home.connections.some(({ mode }) => mode === "auto")
                  ? "The next offer that meets all your rules is accepted, and appears here once the platform confirms it."
                  : "An order appears here once it has been accepted for you and the platform has confirmed it."}
              </EmptyState>
            ) : (
              <Table
                caption="Accepted orders that are coming up"
                columns={comingColumnsIn(home.timeZone)}
                rows={home.coming}
                rowKey={(order) => order.id}
              />
            )}
          </Card>
          <div className="grid gap-6 sm:grid-cols-2">
            <Month month={home.month} />
            <Watching home={home} at={now()} />
          </div>
        </>
      ) : null}
      {ready ? <Pause home={home} /> : null}
      <FactorNudge accountId={member.accountId} />
    </Stack>
  );
}
