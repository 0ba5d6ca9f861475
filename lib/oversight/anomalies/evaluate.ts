import { minuteMs } from "@/lib/base/clock";
import { type Condition, lookBackMinutes, type Measure, type Rule, type RuleId, ruleIds, rules } from "@/lib/oversight/anomalies/rules";
import type { Sign, SignKind } from "@/lib/oversight/anomalies/signs";

/** What a rule found: about whom or what, how much of it, and when it was seen first and last. */
export interface Finding {
  rule: RuleId;
  /** What the signs have in common; empty where the rule takes them all. */
  key: string;
  /** Who acted, where all signs are one account's; null otherwise. */
  subject: string | null;
  measured: Record<string, number>;
  /** Where it came from, the busiest first, ten at most. */
  networks: string[];
  firstAt: Date;
  lastAt: Date;
}

const mostNetworks = 10;

/** Which findings were closed, and when: what was seen before then is dealt with. The key is `keyOf`. */
export type Closed = ReadonlyMap<string, Date>;
export const keyOf = (rule: string, key: string): string => `${rule} ${key}`;

/**
 * What is anomalous at `at`, by every rule. Pure: the same signs, the same findings. Signs later than `at` do not count, nor do those
 * before a finding of the same rule and key was closed.
 */
export function evaluate(signs: readonly Sign[], at: Date, closed: Closed = new Map()): Finding[] {
  const byKind = new Map<SignKind, Sign[]>();
  const oldestMs = at.getTime() - lookBackMinutes * minuteMs;
  for (const sign of signs) {
    if (sign.atMs > at.getTime() || sign.atMs <= oldestMs) continue;
    const of = byKind.get(sign.kind);
    if (of) of.push(sign);
    else byKind.set(sign.kind, [sign]);
  }
  return ruleIds.flatMap((id) => evaluateRule(id, byKind, at, closed));
}

function evaluateRule(id: RuleId, byKind: ReadonlyMap<SignKind, Sign[]>, at: Date, closed: Closed): Finding[] {
  const rule: Rule = rules[id];
  const ofRule = byKind.get(rule.of);
  if (!ofRule) return [];
  const sinceMs = at.getTime() - rule.windowMinutes * minuteMs;
  const groups = new Map<string, { now: Sign[]; before: Sign[] }>();
  for (const sign of ofRule) {
    const key = groupOf(rule, sign);
    const closedAt = closed.get(keyOf(id, key));
    const group = groups.get(key) ?? { now: [], before: [] };
    groups.set(key, group);
    if (sign.atMs <= sinceMs) group.before.push(sign);
    else if (!closedAt || sign.atMs > closedAt.getTime()) group.now.push(sign);
  }
  const logins = sum((byKind.get("login") ?? []).filter((sign) => sign.atMs > sinceMs));
  return [...groups].flatMap(([key, { now, before }]) => {
    if (now.length === 0) return [];
    const measured = Object.fromEntries(rule.when.map(({ measure }) => [measure, measureOf(measure, now, before, logins)]));
    if (!rule.when.every((condition) => holds(condition, measured[condition.measure] ?? 0))) return [];
    const times = now.map(({ atMs }) => atMs);
    const span = { firstAt: new Date(Math.min(...times)), lastAt: new Date(Math.max(...times)) };
    const subjects = new Set(now.map(({ subject }) => subject));
    const subject = subjects.size === 1 ? (now[0]?.subject ?? "") : "";
    return [{ rule: id, key, subject: subject || null, measured, networks: busiest(now), ...span }];
  });
}

const groupOf = ({ per }: Rule, sign: Sign): string => (per === "all" ? "" : sign[per]);
const holds = (condition: Condition, value: number): boolean =>
  "atLeast" in condition ? value >= condition.atLeast : value <= condition.atMost;
const sum = (signs: readonly Sign[]): number => signs.reduce((total, { count }) => total + count, 0);
const differing = (signs: readonly Sign[], of: "network" | "object"): number => new Set(signs.map((sign) => sign[of])).size;
const failedShare = (signs: readonly Sign[]): number =>
  Math.round((100 * sum(signs.filter(({ well }) => !well))) / Math.max(1, sum(signs)));

function measureOf(measure: Measure, now: readonly Sign[], before: readonly Sign[], logins: number): number {
  switch (measure) {
    case "count":
      return sum(now);
    case "networks":
      return differing(now, "network");
    case "objects":
      return differing(now, "object");
    case "perObject":
      return Math.round(sum(now) / Math.max(1, differing(now, "object")));
    case "perLogin":
      return Math.round(sum(now) / Math.max(1, logins));
    case "failedShare":
      return failedShare(now);
    case "failedShareBefore":
      return failedShare(before);
  }
}

function busiest(signs: readonly Sign[]): string[] {
  const counts = new Map<string, number>();
  for (const { network, count } of signs) if (network !== "") counts.set(network, (counts.get(network) ?? 0) + count);
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, mostNetworks)
    .map(([network]) => network);
}
