import Link from "next/link";
import { notFound } from "next/navigation";
import { z } from "zod";
import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { type Column, Table } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { TimeRange } from "@/app/_ui/time-range";
import { type Offer, readOffer, type TimelineStep } from "@/lib/orders/read-offer";
import { platformName } from "@/lib/platforms/ids";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireMember } from "@/lib/web/session";
import { OutcomeBadge } from "../outcome";
import { lossOf, misfitOf, titleOf } from "../rule-text";

export const metadata = { title: "Offer" };

const steps: Record<TimelineStep["what"], string> = {
  seen: "Seen on the platform",
  held: "All rules suited: your time was reserved",
  seen_unassigned: "Read as unassigned, then accepted",
  confirmed: "Confirmed: the platform names you as the one assigned",
  lost: "Came to nothing",
};

type Result = Offer["decisions"][number]["results"][number];
const resultColumns: Column<Result>[] = [
  { head: "Rule", rowHead: true, cell: ({ rule }) => titleOf(rule) },
  {
    head: "Answer",
    cell: ({ suits }) => (suits ? <StatusBadge tone="good">Suits</StatusBadge> : <StatusBadge tone="warn">Does not</StatusBadge>),
  },
  { head: "Why", cell: ({ why }) => misfitOf(why) || "As you wish" },
];

function Timeline({ offer, zone }: { offer: Offer; zone: string }) {
  return (
    <ol className="grid gap-3">
      {offer.timeline.map((step) => (
        <li key={`${step.what}-${step.at.getTime()}`} className="grid gap-0.5 sm:grid-cols-[14rem_1fr] sm:gap-4">
          <span className="text-soft tabular-nums">
            <DateTime at={step.at} zone={zone} />
          </span>
          <span>
            {steps[step.what]}
            {step.why ? `: ${lossOf(step.why)}` : ""}
          </span>
        </li>
      ))}
    </ol>
  );
}

export default async function OfferPage({ params }: { params: Promise<{ id: string }> }) {
  const member = await requireMember();
  const id = z.uuid().safeParse((await params).id);
  const offer = id.success ? await readOffer(member.accountId, id.data) : null;
  if (!offer) notFound();
  const zone = await readTimeZone(member.accountId);
  const last = offer.decisions.at(-1);
  return (
    <Stack>
      <PageHeader
        title={`Offer on ${platformName(offer.platform)}`}
        actions={<OutcomeBadge state={offer.state} />}
        lead="What the work is, where and for whom is on the platform; none of it is kept here."
      />
      {offer.acceptance ? (
        <Card title="Accepted">
          <p>
            Your work is <TimeRange from={offer.acceptance.windowStart} to={offer.acceptance.windowEnd} zone={offer.acceptance.timeZone} />.
          </p>
          {offer.acceptance.attribution === "service" ? (
            <TextLink href={`/billing/receipts/${offer.acceptance.id}`}>See the receipt</TextLink>
          ) : (
            <p className="text-soft">Not charged: it was yours before it could be shown to have become so through this service.</p>
          )}
        </Card>
      ) : null}
      <Card title="What happened">
        <Timeline offer={offer} zone={zone} />
      </Card>
      {last ? (
        <Card title="Each rule and its answer">
          <Table caption="Each rule and its answer" columns={resultColumns} rows={last.results} rowKey={({ rule }) => rule} />
        </Card>
      ) : null}
      <p>
        <Link className="text-link" href="/offers">
          All offers
        </Link>
      </p>
    </Stack>
  );
}
