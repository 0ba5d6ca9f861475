import ICAL from "ical.js";
import { RRuleTemporal } from "rrule-temporal";
import { dayMs, secondMs } from "@/lib/base/clock";
import { FeedRefused } from "@/lib/schedule/feed-refused";
import type { Zone } from "@/lib/schedule/feed-zones";

/** A time as an event has it: what the clock on the wall shows there, in milliseconds since 1970 on that clock. */
export interface Stamp {
  wall: number;
  isDate: boolean;
  zone: Zone;
}

interface Bounds {
  fromWall: number;
  toWall: number;
  /** The member's zone, in which whole days end. */
  own: Zone;
}

/** A rule that counts is followed from its beginning, and no further than this. */
const mostCounted = 10_000;

/** What the wall shows, whatever the zone. */
export const wallOf = (time: ICAL.Time) => Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second);

/** The wall of the last time that a rule may give, in the event's own zone. */
function lastWall(until: ICAL.Time, start: Stamp, own: Zone): number {
  if (until.isDate) return start.isDate ? wallOf(until) : wallOf(until) + dayMs - secondMs;
  const isUtc = until.zone === ICAL.Timezone.utcTimezone;
  return isUtc ? (start.isDate ? own : start.zone).wallOf(wallOf(until)) : wallOf(until);
}

const textOf = (wall: number) => `${new Date(wall).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;

/**
 * The walls at which a rule (RFC 5545, 3.3.10) repeats an event, as far as they lie in the bounds. The rule is followed on the wall of the
 * event's zone, where no day is longer than another; a time that the clock leaves out there is none, and is not counted.
 * @throws FeedRefused odd_rule for a rule by the minute or second, or one that cannot be followed
 */
export function* wallsOfRule(rule: ICAL.Recur, start: Stamp, { fromWall, toWall, own }: Bounds): Generator<number> {
  if (rule.freq === "SECONDLY" || rule.freq === "MINUTELY") throw new FeedRefused("odd_rule");
  const isThere = (wall: number) => start.isDate || start.zone.wallOf(start.zone.momentOf(wall)) === wall;
  const { count, until } = rule;
  if (count && count > mostCounted) throw new FeedRefused("odd_rule");
  const endless = rule.clone();
  endless.count = null as never;
  endless.until = null as never;
  const last = Math.min(toWall, until ? lastWall(until, start, own) : toWall);
  try {
    const follow = new RRuleTemporal({ rruleString: `DTSTART:${textOf(start.wall)}\nRRULE:${endless.toString()};UNTIL=${textOf(last)}` });
    if (!count) {
      const walls = last < fromWall ? [] : follow.between(new Date(fromWall), new Date(last), true).map((at) => at.epochMilliseconds);
      yield* walls.filter(isThere);
      return;
    }
    let counted = 0;
    for (const { epochMilliseconds: wall } of follow.all((_, index) => index < mostCounted)) {
      if (counted === count) return;
      if (!isThere(wall)) continue;
      counted += 1;
      if (wall >= fromWall) yield wall;
    }
  } catch (thrown) {
    throw thrown instanceof FeedRefused ? thrown : new FeedRefused("odd_rule");
  }
}
