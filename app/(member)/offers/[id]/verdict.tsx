import { Card } from "@/app/_ui/card";
import { DefinitionList } from "@/app/_ui/definition-list";
import { TextLink } from "@/app/_ui/text-link";
import type { Offer } from "@/lib/orders/read-offer";
import { platformName } from "@/lib/platforms/ids";
import { notKept, whereToFind } from "../../not-kept";
import { WorkTime } from "../../work-time";
import { lossOf, misfitOf } from "../rule-text";

const titles: Record<Offer["state"], string> = {
  skipped: "Not accepted",
  accepting: "Being accepted",
  accepted: "Accepted for you",
  lost: "Not accepted",
};

/** Whether the offer was accepted, why not, and what is known of it. */
export function Verdict({ offer, zone }: { offer: Offer; zone: string }) {
  const { state, platform, work } = offer;
  return (
    <Card title={titles[state]}>
      <Because offer={offer} />
      <DefinitionList
        items={[
          { term: "Platform", detail: platformName(platform) },
          {
            term: "Time of the work",
            detail: work ? <WorkTime from={work.start} to={work.end} zone={zone} siteZone={work.timeZone} /> : notKept.time,
          },
          { term: "Pay and distance", detail: notKept.payAndDistance },
          { term: "Work order number", detail: work ? notKept.number : notKept.numberOfSkipped },
        ]}
      />
    </Card>
  );
}

function Because({ offer: { state, platform, acceptance, decisions, timeline } }: { offer: Offer }) {
  if (state === "accepting") return <p>It suited all your rules. Your time is reserved while the platform is asked.</p>;
  if (state === "lost")
    return <p>It suited all your rules. {lossOf(timeline.at(-1)?.why ?? null) || "It came to nothing"}. Nothing is charged.</p>;
  if (state === "skipped") {
    const misfits = decisions.at(-1)?.results.filter(({ suits }) => !suits) ?? [];
    return (
      <ul className="grid list-disc gap-1 pl-5">
        {misfits.map(({ rule, why }) => (
          <li key={rule}>{misfitOf(why)}.</li>
        ))}
      </ul>
    );
  }
  const where = whereToFind(platformName(platform));
  if (acceptance?.attribution === "service")
    return (
      <p>
        {platformName(platform)} has confirmed it as yours. {where}{" "}
        <TextLink href={`/billing/receipts/${acceptance.id}`}>See the receipt</TextLink>
      </p>
    );
  return <p>{where} Not charged: it was yours before it could be shown to have become so through this service.</p>;
}
