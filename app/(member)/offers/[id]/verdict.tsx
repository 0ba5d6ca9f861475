import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { DefinitionList } from "@/app/_ui/definition-list";
import { Money } from "@/app/_ui/money";
import { TextLink } from "@/app/_ui/text-link";
import { whenCredited } from "@/app/_ui/when-billed";
import type { Offer } from "@/lib/orders/read-offer";
import { platformName, platformSite } from "@/lib/platforms/ids";
import { notKept, whereToFind } from "../../not-kept";
import { WorkTime } from "../../work-time";
import { distanceText } from "../offer-values";
import { lossOf, misfitOf } from "../rule-text";

const titles: Record<Offer["state"], string> = {
  skipped: "Not accepted",
  dry_run: "Would have been accepted",
  notified: "It fits your rules",
  asking: "It waits for your answer",
  declined: "Declined by you",
  expired: "No longer on offer",
  accepting: "Being accepted",
  accepted: "Accepted for you",
  requested: "Requested from the buyer",
  lost: "Not accepted",
  cancelled: "No longer yours",
};

/** Whether the offer was accepted, why not, and what is known of it. */
export function Verdict({ offer, zone }: { offer: Offer; zone: string }) {
  const { state, platform, work, details } = offer;
  return (
    <Card title={titles[state]}>
      <Because offer={offer} />
      <DefinitionList
        items={[
          { term: "Platform", detail: <PlatformLink platform={platform} /> },
          {
            term: "Time of the work",
            detail: work ? <WorkTime from={work.start} to={work.end} zone={zone} siteZone={work.timeZone} /> : notKept.time,
          },
          ...(details
            ? [
                { term: "Pay", detail: <Money cents={details.payCents} /> },
                { term: "Distance", detail: distanceText(details) },
                { term: "Type of work", detail: details.type || "Not told by the platform" },
                { term: "Kept until", detail: <DateTime at={details.keptUntil} zone={zone} /> },
              ]
            : [{ term: "Pay and distance", detail: notKept.payAndDistance }]),
          { term: "Work order number", detail: work ? notKept.number : notKept.numberOfSkipped },
        ]}
      />
    </Card>
  );
}

/** The platform's name, as the way to its own site. */
function PlatformLink({ platform }: { platform: string }) {
  const site = platformSite(platform);
  return site ? (
    <a href={site} rel="noreferrer" target="_blank" className="text-link">
      {platformName(platform)} (opens its site)
    </a>
  ) : (
    platformName(platform)
  );
}

/** What a state says by itself. */
const because: Partial<Record<Offer["state"], string>> = {
  accepting: "Your time and one unit are reserved while the platform is asked.",
  requested: "Your time is kept free while the buyer decides.",
  dry_run: "It suited all your rules. Nothing was done, since this connection is on trial.",
  notified: "It suits all your rules. You asked to be told, and not to have it accepted.",
  declined: "Nothing is charged.",
  expired: "It was not answered in time, or the platform shows it no longer. Nothing is charged.",
};

function Because({ offer }: { offer: Offer }) {
  const { state, platform, acceptance, timeline } = offer;
  if (state === "lost") {
    const why = lossOf(timeline.at(-1)?.why ?? null) || "It came to nothing";
    return (
      <p>
        {timeline.some(({ byMember }) => byMember) ? "You took it." : "It suited all your rules."} {why}. Nothing is charged.
      </p>
    );
  }
  if (state === "skipped" || state === "asking") return <Misfits offer={offer} />;
  if (state === "cancelled" && acceptance) return <Ended acceptance={acceptance} credited={offer.credited} />;
  if (!acceptance) return <p>{because[state] ?? ""}</p>;
  const where = whereToFind(platformName(platform));
  const conflict = acceptance.conflict
    ? " The buyer has moved it onto time that is taken, by other work of yours or by what your calendars say: settle it with the buyer on the platform."
    : acceptance.movedAt
      ? " The buyer has moved it; your schedule has followed."
      : "";
  if (acceptance.attribution === "service")
    return (
      <p>
        {platformName(platform)} has confirmed it as yours. {where}
        {conflict} <TextLink href={`/billing/receipts/${acceptance.id}`}>See the receipt</TextLink>
      </p>
    );
  return (
    <p>
      {where}
      {conflict} Not charged: it was yours before it could be shown to have become so through this service.
    </p>
  );
}

/** What did not suit; of an offer that waits for an answer, what the member has to say yes to. */
function Misfits({ offer: { state, decisions } }: { offer: Offer }) {
  const misfits = decisions.at(-1)?.results.filter(({ suits }) => !suits) ?? [];
  if (misfits.length === 0) return <p>{state === "asking" ? "It suits all your rules, and you asked to be asked." : ""}</p>;
  return (
    <ul className="grid list-disc gap-1 pl-5">
      {misfits.map(({ rule, why }) => (
        <li key={rule}>{misfitOf(why)}.</li>
      ))}
    </ul>
  );
}

function Ended({ acceptance, credited }: { acceptance: NonNullable<Offer["acceptance"]>; credited: boolean }) {
  const { endedBecause, id, attribution } = acceptance;
  const charged = attribution === "service";
  const what = endedBecause === "cancelled" ? "The buyer cancelled it." : "The platform no longer names you as the one assigned.";
  const money = credited
    ? "Its unit is credited in full."
    : charged
      ? `What it cost stays charged. ${whenCredited}`
      : "Nothing was charged for it.";
  return (
    <p>
      {what} Its time is free again. {money} {charged ? <TextLink href={`/billing/receipts/${id}`}>See the receipt</TextLink> : null}
    </p>
  );
}
