import { platformWebhookFaults, stripeFaults, webhookFaults } from "@/scripts/prove/fault-names";
import { type Draws, drawsFrom } from "@/scripts/prove/random";

/** What a run of faults is made of. The same numbers make the same plan. */
export interface FaultsSize {
  offers: number;
  members: number;
  workers: number;
  seed: number;
}

/** A member with rules, caps and margins of their own. */
export interface PlannedMember {
  platform: "field-nation" | "service-channel";
  beforeMinutes: number;
  afterMinutes: number;
  unitsPerDay: number | null;
  unitsPerWeek: number | null;
  unitsPerMonth: number;
  spendCapCents: number | null;
}

/** What happens, and when, counted from the first. `offer` is an offer's place in the order in which they are put up. */
export type Step = { atMs: number } & (
  | { does: "offer"; to: number | null; body: Record<string, unknown> }
  | { does: "act"; offer: number; body: { act: "rival" | "cancel" | "assign" | "deny" | "take" } | { act: "reschedule"; start: string } }
  | { does: "fault"; body: Record<string, unknown> }
  | { does: "kill"; victim: string }
  | { does: "permit" }
);

/** An offer as the platform's double takes it, for one of the members by place, or for all. */
export interface PlannedOffer {
  to: number | null;
  body: Record<string, unknown>;
}

export interface FaultsPlan {
  members: PlannedMember[];
  steps: Step[];
  /** One for each member, in whose way nothing stands: put up when all is calm again, it has to be accepted whatever happened before. */
  last: PlannedOffer[];
}

const dayMs = 86_400_000;
const quarterMs = 15 * 60_000;
/** An offer each so often: as fast as workers on two cores keep up with, so that what befalls offers befalls them in hand. */
const paceMs = 120;
/** What of an offer's life is acted on by others comes at the latest after this. */
const actWithinMs = 6_000;
/** Buyers who change their minds about work that is accepted by then do so after this, and before it is gone. */
const lateActAfterMs = 8_000;
/** Whatever nobody has by then, a rival takes: on a platform too, an offer does not stand for ever, and lists do not grow without end. */
const goneAfterMs = 30_000;
const byHandWithinMs = 400;
const zones = ["America/Chicago", "America/New_York", "America/Los_Angeles", "America/Phoenix"] as const;

/** The day on which the clocks of the United States leave out an hour, next year: the second Sunday of March. */
export function gapDay(today: Date): Date {
  const march = new Date(Date.UTC(today.getUTCFullYear() + 1, 2, 1));
  return new Date(Date.UTC(march.getUTCFullYear(), 2, 1 + ((7 - march.getUTCDay()) % 7) + 7));
}

function planMember(draws: Draws, index: number): PlannedMember {
  return {
    platform: index % 3 === 2 ? "service-channel" : "field-nation",
    beforeMinutes: draws.pick([0, 15, 30, 60]),
    afterMinutes: draws.pick([0, 15, 45]),
    unitsPerDay: draws.pick([null, 2, 3, 4]),
    unitsPerWeek: draws.pick([null, 7, 12]),
    unitsPerMonth: draws.pick([15, 40, 200]),
    spendCapCents: draws.pick([null, null, 50_000, 99_900]),
  };
}

/** A start on the quarter of an hour, somewhere in the days around the gap. */
const startIn = (draws: Draws, first: number, days: number) =>
  new Date(first + draws.below((days * dayMs) / quarterMs) * quarterMs).toISOString();

/** An offer that suits whatever the member's rules, on a day on which there is no other. */
const fitting = (to: number, gapMs: number, daysBefore: number): PlannedOffer => ({
  to,
  body: { start: new Date(gapMs - daysBefore * dayMs).toISOString(), hours: 1, payCents: 20_000, kind: "routed" },
});

function planOffer(
  draws: Draws,
  { members, first, days, gap }: { members: PlannedMember[]; first: number; days: number; gap: string },
): PlannedOffer {
  const to = draws.chance(0.05) ? null : draws.below(members.length);
  const byRequest = to !== null && members[to]?.platform === "field-nation" && draws.chance(0.35);
  const when = draws.chance(0.04)
    ? { startLocal: `${gap}T02:${draws.pick(["00", "15", "30", "45"])}`, timeZone: draws.pick(zones.slice(0, 3)) }
    : { start: startIn(draws, first, days), timeZone: draws.pick(zones) };
  const body = {
    ...when,
    hours: draws.pick([0.5, 1, 1.5, 2, 3]),
    payCents: draws.chance(0.1) ? 4_000 : 10_000 + draws.below(20_000),
    mode: draws.chance(0.1) ? "between" : "exact",
    kind: byRequest ? "request" : "routed",
  };
  return { to, body };
}

function planActs(draws: Draws, offer: number, putUpMs: number, { to, body }: PlannedOffer, again: () => string): Step[] {
  const acts: ("rival" | "cancel" | "assign" | "deny" | "reschedule")[] = [];
  const steps: Step[] = [];
  const isRequest = body.kind === "request";
  if (isRequest && draws.chance(0.8)) acts.push(draws.pick(["assign", "assign", "assign", "deny"]));
  if (draws.chance(0.4)) acts.push(draws.pick(["rival", "cancel", "cancel", "reschedule", "reschedule"]));
  // Who takes an order by hand has to be as quick as the service.
  if (!isRequest && to !== null && draws.chance(0.1)) {
    steps.push({ atMs: putUpMs + draws.below(byHandWithinMs), does: "act", offer, body: { act: "take" } });
  }
  const does = (act: (typeof acts)[number], atMs: number) => {
    const how = act === "reschedule" ? { act, start: again() } : { act };
    steps.push({ atMs: putUpMs + atMs, does: "act", offer, body: how });
  };
  for (const act of acts) does(act, 100 + draws.below(actWithinMs));
  if (draws.chance(0.15)) does(draws.pick(["cancel", "reschedule"] as const), lateActAfterMs + draws.below(goneAfterMs - lateActAfterMs));
  return steps;
}

function planFault(draws: Draws): Record<string, unknown> {
  const delayMs = 200 + draws.below(1_500);
  const target = draws.pick(["stripe", "webhook", "platform_webhook"] as const);
  if (target === "stripe") return { target, fault: draws.pick(stripeFaults), delayMs, retryAfterSeconds: 1 };
  return { target, fault: draws.pick(target === "webhook" ? webhookFaults : platformWebhookFaults), delayMs };
}

/** Everything that a run will do, from its seed: nothing in it is drawn later. */
export function planFaults({ offers, members: count, workers, seed }: FaultsSize, today: Date): FaultsPlan {
  const draws = drawsFrom(seed);
  const members = Array.from({ length: count }, (_, index) => planMember(draws, index));
  const gap = gapDay(today);
  const days = Math.min(31, Math.max(4, Math.ceil(offers / count / 12)));
  const first = gap.getTime() - Math.floor(days / 2) * dayMs;
  const lasts = offers * paceMs + actWithinMs;
  const steps: Step[] = [];
  // The first offers suit, so that each member has something to lose in the storm.
  for (let offer = 0; offer < offers; offer += 1) {
    const isFirst = offer < count;
    const planned = isFirst
      ? fitting(offer, gap.getTime(), 60)
      : planOffer(draws, { members, first, days, gap: gap.toISOString().slice(0, 10) });
    steps.push({ atMs: offer * paceMs, does: "offer", ...planned });
    if (isFirst) continue;
    steps.push(...planActs(draws, offer, offer * paceMs, planned, () => startIn(draws, first, days)));
    const goneMs = offer * paceMs + goneAfterMs;
    if (goneMs < lasts) steps.push({ atMs: goneMs, does: "act", offer, body: { act: "rival" } });
  }
  for (let left = Math.max(12, Math.floor(offers / 15)); left > 0; left -= 1) {
    steps.push({ atMs: draws.below(lasts), does: "fault", body: planFault(draws) });
  }
  const victims = ["postgres", ...Array.from({ length: workers }, (_, index) => (index === 0 ? "worker" : `worker-${index + 1}`))];
  const kills = Math.max(victims.length, Math.floor(offers / 150));
  for (let kill = 0; kill < kills; kill += 1) {
    steps.push({ atMs: 500 + draws.below(lasts - 500), does: "kill", victim: victims[kill] ?? draws.pick([...victims, "web"]) });
  }
  for (let left = Math.max(1, Math.floor(offers / 1_000)); left > 0; left -= 1) {
    const atMs = draws.below(lasts);
    steps.push(
      { atMs, does: "fault", body: { target: "platform", fault: "changed_shape", on: "read" } },
      { atMs: atMs + 4_000, does: "permit" },
    );
  }
  const last = members.map((_, index) => fitting(index, gap.getTime(), 50));
  return { members, last, steps: steps.toSorted((one, other) => one.atMs - other.atMs) };
}
