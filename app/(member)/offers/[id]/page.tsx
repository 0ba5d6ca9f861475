import Link from "next/link";
import { z } from "zod";
import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { LiveChanges } from "@/app/_ui/live-changes";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { TextLink } from "@/app/_ui/text-link";
import { type Offer, readOffer, type TimelineStep } from "@/lib/orders/read-offer";
import { readRules } from "@/lib/orders/read-rules";
import { platformName } from "@/lib/platforms/ids";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { missing, requireMember } from "@/lib/web/session";
import { OutcomeBadge } from "../outcome";
import { lossOf } from "../rule-text";
import { Answer } from "./answer";
import { RuleTable } from "./rule-table";
import { Verdict } from "./verdict";

export const metadata = { title: "Offer" };

const steps: Partial<Record<TimelineStep["what"], string>> = {
  seen: "Seen on the platform",
  offer_notified: "It fits: you were told",
  offer_asked: "It fits: you were asked",
  offer_declined: "You declined it",
  offer_held: "Your time and one unit were reserved",
  seen_unassigned: "Read as nobody's, then called for",
  offer_requested: "The buyer was asked for it",
  announced: "The platform announced a change, so the order was read at once",
  offer_accepted: "Confirmed: the platform names you as the one assigned",
  offer_lost: "Came to nothing",
  work_moved: "The buyer moved it",
  work_cancelled: "The buyer cancelled it",
  work_given_back: "The platform no longer names you as the one assigned",
};

function Timeline({ offer, zone }: { offer: Offer; zone: string }) {
  return (
    <ol className="grid gap-3">
      {offer.timeline.map((step) => (
        <li key={`${step.what}-${step.at.getTime()}`} className="grid gap-0.5 sm:grid-cols-[17rem_1fr] sm:gap-4">
          <span className="text-soft tabular-nums">
            <DateTime at={step.at} zone={zone} />
          </span>
          <span>
            {step.byMember ? "You took it: your time and one unit were reserved" : (steps[step.what] ?? step.what)}
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
  if (!offer) return await missing();
  const zone = await readTimeZone(member.accountId);
  const rules = await readRules(member.accountId);
  const last = offer.decisions.at(-1);
  return (
    <Stack>
      <LiveChanges />
      <PageHeader
        title={`Offer on ${platformName(offer.platform)}`}
        actions={<OutcomeBadge state={offer.state} />}
        lead="What the work is, where and for whom is on the platform; none of it is kept here."
      />
      <Verdict offer={offer} zone={zone} />
      <Answer offer={offer} zone={zone} />
      <Card title="What happened">
        <Timeline offer={offer} zone={zone} />
      </Card>
      {last ? (
        <Card title="Each rule and its answer">
          <p className="text-soft">
            Judged on <DateTime at={last.decidedAt} zone={zone} />. What you want is as you have it today in{" "}
            <TextLink href="/schedule/rules">your rules</TextLink> and <TextLink href="/schedule">your times</TextLink>.
          </p>
          <RuleTable offer={offer} decision={last} rules={rules} zone={zone} />
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
