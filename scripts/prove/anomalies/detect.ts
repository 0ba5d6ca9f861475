import { dayMs, hourMs, minuteMs } from "@/lib/base/clock";
import { evaluate, type Finding } from "@/lib/oversight/anomalies/evaluate";
import { lookBackMinutes, type RuleId, ruleIds } from "@/lib/oversight/anomalies/rules";
import type { Sign } from "@/lib/oversight/anomalies/signs";
import { attacks, quietDays } from "@/scripts/prove/anomalies/traces";
import { drawsFrom } from "@/scripts/prove/random";

/** How a rule does on seeded traces. */
export interface Detection {
  rule: RuleId;
  attacks: number;
  caught: number;
  missed: number;
  /** From an attack's first sign to the first round that finds it: half of those caught took no longer. Null where none was caught. */
  medianMinutes: number | null;
  /** What it found in a quiet fortnight of a thousand members, each told once. */
  falseInFortnight: number;
}

const days = 14;
const attacksEach = 30;
/** After this a finding counts anew: somebody has closed it meanwhile. */
const closedAfterMs = 12 * hourMs;
const startMs = Date.parse("2026-03-02T00:00:00Z");
const reachMs = lookBackMinutes * minuteMs;

const inOrder = (signs: Sign[]): Sign[] => signs.toSorted((one, other) => one.atMs - other.atMs);

/** The first place in signs in their order whose time is later than this. */
function placeAfter(signs: readonly Sign[], atMs: number): number {
  let [low, high] = [0, signs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((signs[middle] as Sign).atMs <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Each round of a stretch of time, one a minute, over the signs that it looks at. */
function* roundsOf(signs: readonly Sign[], fromMs: number, untilMs: number): Generator<{ atMs: number; found: Finding[] }> {
  for (let atMs = fromMs; atMs <= untilMs; atMs += minuteMs) {
    yield { atMs, found: evaluate(signs.slice(placeAfter(signs, atMs - reachMs), placeAfter(signs, atMs)), new Date(atMs)) };
  }
}

/** How many are told of by each rule in days without an attack. */
function falseAlarms(quiet: readonly Sign[]): Map<RuleId, number> {
  const alarms = new Map<RuleId, number>();
  const toldAtMs = new Map<string, number>();
  for (const { atMs, found } of roundsOf(quiet, startMs, startMs + days * dayMs)) {
    for (const { rule, key } of found) {
      if (atMs - (toldAtMs.get(`${rule} ${key}`) ?? 0) < closedAfterMs) continue;
      toldAtMs.set(`${rule} ${key}`, atMs);
      alarms.set(rule, (alarms.get(rule) ?? 0) + 1);
    }
  }
  return alarms;
}

/** After how many minutes a rule finds an attack that is played into quiet days; null when it does not before the attack is over. */
function minutesUntilFound(rule: RuleId, attack: readonly Sign[], quiet: readonly Sign[]): number | null {
  const beginsMs = Math.min(...attack.map(({ atMs }) => atMs));
  const endsMs = Math.max(...attack.map(({ atMs }) => atMs)) + 2 * minuteMs;
  // A platform that fails does not go on as usual beside.
  const failing = new Set(attack.flatMap(({ kind, object }) => (kind === "call" ? [object] : [])));
  const beside = quiet
    .slice(placeAfter(quiet, beginsMs - reachMs), placeAfter(quiet, endsMs))
    .filter(({ kind, atMs, object }) => kind !== "call" || atMs < beginsMs || !failing.has(object));
  const keys = new Set(attack.flatMap(({ network, subject, object }) => [network, subject, object]));
  for (const { atMs, found } of roundsOf(inOrder([...beside, ...attack]), beginsMs, endsMs)) {
    if (found.some((finding) => finding.rule === rule && keys.has(finding.key))) return (atMs - beginsMs) / minuteMs;
  }
  return null;
}

/**
 * Plays attacks of every kind and size into quiet days, and quiet days alone, and says what the rules make of them. The same seed, the
 * same figures.
 */
export function detect(seed: number): Detection[] {
  const draws = drawsFrom(seed);
  const quiet = inOrder(quietDays(draws, startMs, days));
  const alarms = falseAlarms(quiet);
  return ruleIds.map((rule) => {
    const delays = Array.from({ length: attacksEach }, () => {
      const begins = startMs + dayMs + draws.below((days - 2) * 24 * 60) * minuteMs;
      return minutesUntilFound(rule, attacks[rule](draws, begins), quiet);
    }).filter((delay) => delay !== null);
    const caught = delays.length;
    const medianMinutes = delays.toSorted((one, other) => one - other)[Math.floor((caught - 1) / 2)] ?? null;
    return { rule, attacks: attacksEach, caught, missed: attacksEach - caught, medianMinutes, falseInFortnight: alarms.get(rule) ?? 0 };
  });
}
