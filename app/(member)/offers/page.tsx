import Link from "next/link";
import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { LiveChanges } from "@/app/_ui/live-changes";
import { Money } from "@/app/_ui/money";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { type Column, Table } from "@/app/_ui/table";
import { listOffers, type OfferList, type OfferSummary } from "@/lib/orders/list-offers";
import { platformName } from "@/lib/platforms/ids";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireMember } from "@/lib/web/session";
import { WorkTime } from "../work-time";
import { distanceText } from "./offer-values";
import { OutcomeBadge, shortReason } from "./outcome";

export const metadata = { title: "Offers" };

function columnsIn(zone: string): Column<OfferSummary>[] {
  return [
    {
      head: "Seen",
      rowHead: true,
      cell: (offer) => (
        <Link className="text-link" href={`/offers/${offer.id}`}>
          <DateTime at={offer.seenAt} zone={zone} />
        </Link>
      ),
    },
    {
      head: "Time of the work",
      cell: ({ work }) =>
        work ? (
          <WorkTime from={work.start} to={work.end} zone={zone} siteZone={work.timeZone} />
        ) : (
          <span className="text-soft">Not kept</span>
        ),
    },
    {
      head: "Pay and distance",
      cell: ({ details }) =>
        details ? (
          <>
            <Money cents={details.payCents} />
            <span className="block text-soft">{distanceText(details)}</span>
          </>
        ) : (
          <span className="text-soft">Not kept</span>
        ),
    },
    { head: "Platform", cell: (offer) => (offer.platform ? platformName(offer.platform) : "Unlinked") },
    { head: "Outcome", cell: (offer) => <OutcomeBadge state={offer.state} /> },
    { head: "Why", cell: shortReason },
  ];
}

function Funnel({ funnel }: { funnel: OfferList["funnel"] }) {
  const steps = [
    { name: "Seen", number: funnel.seen },
    { name: "Fitting", number: funnel.fitting },
    { name: "Asked or told", number: funnel.asked },
    { name: "Requested", number: funnel.requested },
    { name: "Accepted", number: funnel.accepted },
    { name: "Lost", number: funnel.lost },
  ];
  return (
    <dl className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-6">
      {steps.map(({ name, number }) => (
        <div key={name} className="grid gap-0.5 rounded-panel border border-line bg-surface px-4 py-3">
          <dt className="text-sm text-soft">{name}</dt>
          <dd className="text-2xl font-semibold tabular-nums">{number}</dd>
        </div>
      ))}
    </dl>
  );
}

export default async function OffersPage() {
  const member = await requireMember();
  const zone = await readTimeZone(member.accountId);
  const { offers, funnel } = await listOffers(member.accountId);
  const waiting = offers.filter(({ state }) => state === "asking");
  const rest = offers.filter(({ state }) => state !== "asking");
  return (
    <Stack>
      <LiveChanges />
      <PageHeader title="Offers" lead="What was seen for you, and why it was accepted or not. What the work is stays on the platform." />
      {offers.length === 0 ? (
        <EmptyState title="No offers seen yet" action={<LinkButton href="/connections">Go to connections</LinkButton>}>
          Offers appear here once a platform is connected and you have said what to do with those that fit. Each one lists every rule and
          its answer.
        </EmptyState>
      ) : (
        <>
          <Funnel funnel={funnel} />
          {waiting.length > 0 ? (
            <Card title="Waiting for your answer">
              <Table caption="Waiting for your answer" columns={columnsIn(zone)} rows={waiting} rowKey={(offer) => offer.id} />
            </Card>
          ) : null}
          {rest.length > 0 ? (
            <Card title="Latest offers">
              <Table caption="Latest offers" columns={columnsIn(zone)} rows={rest} rowKey={(offer) => offer.id} />
            </Card>
          ) : null}
        </>
      )}
    </Stack>
  );
}
