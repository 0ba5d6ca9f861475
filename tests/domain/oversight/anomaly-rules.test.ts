import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { minuteMs } from "@/lib/base/clock";
import shown from "@/lib/oversight/anomalies/detection.json" with { type: "json" };
import { evaluate, keyOf } from "@/lib/oversight/anomalies/evaluate";
import { isUsualOpening } from "@/lib/oversight/anomalies/openings";
import { manyNetworks } from "@/lib/oversight/anomalies/own-networks";
import { type RuleId, ruleIds, rules } from "@/lib/oversight/anomalies/rules";
import type { Sign } from "@/lib/oversight/anomalies/signs";
import { detect } from "@/scripts/prove/anomalies/detect";
import { sign } from "@/scripts/prove/anomalies/traces";
import { root } from "@/scripts/root";

const atMs = Date.parse("2026-04-01T12:00:00Z");
const at = new Date(atMs);
const found = (signs: Sign[], closed = new Map<string, Date>()) => evaluate(signs, at, closed).map(({ rule, key }) => `${rule} ${key}`);
const many = (number: number, make: (index: number) => Sign) => Array.from({ length: number }, (_, index) => make(index));
const ago = (minutes: number) => atMs - minutes * minuteMs;

const failures = (accounts: number, network: (index: number) => string, each = 1) =>
  many(accounts, (index) => sign("login_failed", ago(1), { network: network(index), object: String(index), count: each }));
const calls = (minutes: number, well: number, failed: number) => [
  sign("call", ago(minutes), { object: "p", count: well }),
  sign("call", ago(minutes), { object: "p", count: failed, well: false }),
];

/** What just fires, and what just does not. */
const cases: Record<RuleId, { fires: Sign[]; key: string; keeps: Sign[][] }> = {
  "credential-stuffing": {
    fires: failures(10, () => "n", 2),
    key: "n",
    keeps: [failures(9, () => "n", 9), failures(10, () => "n"), failures(20, (index) => `n${index % 3}`)],
  },
  "password-spraying": {
    fires: failures(40, (index) => `n${index % 15}`, 2),
    key: "",
    keeps: [
      failures(39, (index) => `n${index % 15}`, 2),
      failures(40, (index) => `n${index % 14}`, 2),
      failures(40, (index) => `n${index % 15}`, 6),
      [...failures(40, (index) => `n${index % 15}`), sign("login", ago(5), { count: 40 })],
    ],
  },
  "staff-new-place": {
    fires: [sign("staff_new_place", ago(59), { subject: "s" })],
    key: "s",
    keeps: [[sign("staff_new_place", ago(61), { subject: "s" })]],
  },
  "used-from-many-networks": {
    fires: many(4, (index) => sign("in_use", ago(index), { subject: "a", network: `n${index}` })),
    key: "a",
    keeps: [
      many(8, (index) => sign("in_use", ago(index), { subject: "a", network: `n${index % 3}` })),
      many(8, (index) => sign("in_use", ago(index), { subject: `a${index % 3}`, network: `n${index}` })),
    ],
  },
  "burst-of-refusals": {
    fires: [sign("refused", ago(2), { subject: "a", count: 20 })],
    key: "a",
    keeps: [
      [sign("refused", ago(2), { subject: "a", count: 19 })],
      [sign("refused", ago(2), { subject: "a", count: 10 }), sign("refused", ago(2), { subject: "b", count: 10 })],
    ],
  },
  "mass-reads": {
    fires: many(40, (index) => sign("staff_read", ago(index), { subject: "s", object: `m${index}` })),
    key: "s",
    keeps: [many(200, (index) => sign("staff_read", ago(1), { subject: "s", object: `m${index % 39}` }))],
  },
  "mass-lists": {
    fires: many(20, (index) => sign("staff_listed", ago(index), { subject: "s", count: 25 })),
    key: "s",
    keeps: [
      [sign("staff_listed", ago(1), { subject: "s", count: 499 })],
      [sign("staff_listed", ago(1), { subject: "s", count: 300 }), sign("staff_listed", ago(1), { subject: "t", count: 300 })],
    ],
  },
  "many-openings": {
    fires: [sign("opening", ago(3), { subject: "a", object: "c", count: 15 })],
    key: "c",
    keeps: [many(50, (index) => sign("opening", ago(3), { object: `c${index}` })), [sign("opening", ago(3), { object: "c", count: 14 })]],
  },
  "odd-opening": { fires: [sign("odd_opening", ago(59), { object: "c" })], key: "c", keeps: [[sign("opening", ago(1), { object: "c" })]] },
  "forged-webhooks": {
    fires: [sign("webhook_refused", ago(1), { object: "stripe", count: 15 })],
    key: "stripe",
    keeps: [
      [sign("webhook_refused", ago(1), { object: "stripe", count: 14 })],
      [sign("webhook_refused", ago(11), { object: "stripe", count: 99 })],
    ],
  },
  "limits-saturated": {
    fires: [sign("limited", ago(1), { count: 500 })],
    key: "",
    keeps: [[sign("limited", ago(1), { count: 499 })], [sign("limited", ago(6), { count: 900 })]],
  },
  "platform-falls": {
    fires: [...calls(30, 100, 5), ...calls(5, 10, 20)],
    key: "p",
    keeps: [
      [...calls(30, 100, 5), ...calls(5, 30, 20)],
      [...calls(30, 100, 5), ...calls(5, 0, 5)],
      [...calls(30, 10, 90), ...calls(5, 10, 40)],
    ],
  },
};

test.each(ruleIds)("%s fires at its thresholds, and not below any of them", (rule) => {
  const { fires, key, keeps } = cases[rule];
  expect(found(fires)).toContain(keyOf(rule, key));
  for (const signs of keeps) expect(found(signs).filter((one) => one.startsWith(`${rule} `))).toEqual([]);
});

test("what is still to come does not count, and what was closed counts only from then on", () => {
  const { fires, key } = cases["forged-webhooks"];
  expect(found(fires.map((one) => ({ ...one, atMs: atMs + minuteMs })))).toEqual([]);
  const closed = (minutes: number) => new Map([[keyOf("forged-webhooks", key), new Date(ago(minutes))]]);
  expect(found(fires, closed(0.5))).toEqual([]);
  expect(found(fires, closed(2))).toEqual([keyOf("forged-webhooks", key)]);
});

test("the figures that the page shows are what the rules make of the seeded traces", () => {
  expect(detect(shown.seed)).toEqual(shown.rules);
  for (const { rule, attacks, caught, missed, falseInFortnight } of shown.rules) {
    expect([rule, caught + missed]).toEqual([rule, attacks]);
    expect([rule, caught >= attacks / 2]).toEqual([rule, true]);
    expect([rule, falseInFortnight <= 5]).toEqual([rule, true]);
  }
});

test("a member is told of many networks exactly where staff are", () => {
  const sessions = (networks: number) =>
    many(networks, (index) => sign("in_use", ago(index))).map(({ atMs: seen }, index) => ({
      network: `n${index}`,
      lastSeen: new Date(seen),
    }));
  expect(manyNetworks(sessions(4), at)).toBe(4);
  expect(manyNetworks(sessions(3), at)).toBeNull();
});

test("openings are usual for the jobs that open logins, with their own reasons, and for nobody else", () => {
  expect(isUsualOpening("system:poll-connection", "poll")).toBe(true);
  for (const [actor, reason] of [
    ["system:poll-connection", "rotate"],
    ["system:send-mail", "poll"],
    ["staff:018f", "poll"],
    ["poll-connection", "poll"],
    ["system:constructor", "name"],
  ] as const)
    expect([actor, isUsualOpening(actor, reason)]).toEqual([actor, false]);
});

test("each rule has its runbook, with the same steps and thresholds of its own", () => {
  for (const id of ruleIds) {
    const file = join(root, "docs/operations/runbooks", `${id}.md`);
    expect([id, existsSync(file)]).toEqual([id, true]);
    const text = readFileSync(file, "utf8").replace(/\s+/g, " ");
    expect(text).toContain(rules[id].title);
    for (const step of rules[id].steps) expect([id, text.includes(step)]).toEqual([id, true]);
  }
});
