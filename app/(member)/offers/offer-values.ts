import { formatRange } from "@/app/_ui/format-time";
import { formatMoney } from "@/app/_ui/money";
import { hourMs, minuteMs } from "@/lib/base/clock";
import type { OfferDetails } from "@/lib/orders/list-offers";
import type { Work } from "@/lib/orders/work";
import { hoursText, plural } from "./rule-text";

/** What is still kept of an offer, and when it was judged. */
interface Kept {
  details: OfferDetails | null;
  work: Work | null;
  decidedAt: Date;
}

const notTold = "Not told by the platform";

/** "12.5 miles", or that the platform does not say. */
export const distanceText = ({ distanceMiles }: Pick<OfferDetails, "distanceMiles">): string =>
  distanceMiles === null ? notTold : plural(Math.round(distanceMiles * 10) / 10, "mile");

/** "26.4 hours ahead", never more than it was: it is read beside the least notice. */
const aheadText = (leadMs: number) => `${plural(Math.floor((leadMs / hourMs) * 10) / 10, "hour")} ahead`;

/** What a rule looked at in this offer; null where it looks at something else, or that is not kept any more. */
export function judgedValue(rule: string, { details, work, decidedAt }: Kept, zone: string): string | null {
  switch (rule) {
    case "pay":
      return details && formatMoney(details.payCents);
    case "distance":
      return details && distanceText(details);
    case "type":
      return details && (details.type || notTold);
    case "hours":
    case "conflict":
      return work && formatRange(work.start, work.end, zone);
    case "day":
      return work && new Intl.DateTimeFormat("en-US", { timeZone: zone, weekday: "long" }).format(work.start);
    case "length":
      return work && hoursText((work.end.getTime() - work.start.getTime()) / minuteMs);
    case "notice":
    case "withdrawal":
      return work && work.start > decidedAt ? aheadText(work.start.getTime() - decidedAt.getTime()) : null;
    default:
      return null;
  }
}
