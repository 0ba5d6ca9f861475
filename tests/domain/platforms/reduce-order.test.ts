import { expect, test } from "vitest";
import { reduceOffer, reduceReading } from "@/lib/platforms/field-nation/reduce-order";

/** An order with just what is needed of it, and `changes` over it, by dotted path. */
function order(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const whole: Record<string, unknown> = {
    id: 17_000_037,
    status: { is_routed: true },
    schedule: {
      service_window: { mode: "exact", start: { utc: "2026-12-01 15:00:00", local: { date: "2026-12-01", time: "09:00:00" } }, end: null },
      est_labor_hours: 2,
      time_zone: { name: "America/Chicago" },
    },
    pay: { type: "fixed", base: { units: 1, amount: 200 }, additional: { units: 0, amount: 0 } },
    coords: { distance: 12 },
    type_of_work: { name: "Point of Sale" },
    assignee: null,
  };
  for (const [path, value] of Object.entries(changes)) {
    const names = path.split(".");
    const last = names.pop() ?? "";
    const place = names.reduce<Record<string, unknown>>((at, name) => at[name] as Record<string, unknown>, whole);
    place[last] = value;
  }
  return whole;
}

test.each([
  ["fixed", { units: 1, amount: 200.1 }, { units: 0, amount: 0 }, 20_010],
  ["hourly", { units: 2.5, amount: 75.5 }, undefined, 18_875],
  ["device", { units: 7, amount: 19.99 }, { units: 0, amount: 0 }, 13_993],
  ["blended", { units: 2, amount: 50 }, { units: 3, amount: 35 }, 20_500],
])("%s pay is what the whole order pays", (type, base, additional, payCents) => {
  expect(reduceOffer(order({ pay: { type, base, additional } }))).toMatchObject({ payCents });
});

test("distance and type of work may be missing; a missing routing makes it a request, which is never taken as a routed order", () => {
  const reduced = reduceOffer(order({ coords: null, type_of_work: null, status: {} }));
  expect(reduced).toMatchObject({ distanceMiles: null, type: "", kind: "request" });
});

test.each([
  ["an id that is a text", { id: "17" }],
  ["a kind of pay that is not known", { "pay.type": "milestone" }],
  ["pay without a base", { "pay.base": null }],
  ["an amount that is a text", { "pay.base": { units: 1, amount: "200" } }],
  ["a mode of window that is not known", { "schedule.service_window.mode": "flexible" }],
  ["a start in another notation", { "schedule.service_window.start": { utc: "01.12.2026 15:00" } }],
  ["a start that is no time", { "schedule.service_window.start": { utc: "2026-13-41 25:00:00" } }],
  [
    "an end before its start",
    { "schedule.service_window": { mode: "between", start: { utc: "2026-12-01 15:00:00" }, end: { utc: "2026-12-01 14:00:00" } } },
  ],
  ["hours of work that are none", { "schedule.est_labor_hours": 0 }],
  ["a zone that does not exist", { "schedule.time_zone": { name: "America/Chicagoo" } }],
  ["a zone given as an offset", { "schedule.time_zone": { name: "-06:00" } }],
  ["no schedule", { schedule: null }],
])("%s is a changed shape, and nothing is guessed", (_, changes) => {
  expect(() => reduceOffer(order(changes))).toThrow("changed_shape");
});

test("whose an order is, is read from its assignee alone", () => {
  expect(reduceReading(order(), "101")).toMatchObject({ assignment: "unassigned" });
  expect(reduceReading(order({ assignee: { user: { id: 101 } } }), "101")).toMatchObject({ assignment: "ours" });
  expect(reduceReading(order({ assignee: { user: { id: 102 } } }), "101")).toMatchObject({ assignment: "someone_else" });
  const { assignee: _, ...silent } = order();
  expect(() => reduceReading(silent, "101")).toThrow("changed_shape");
});

test("what is not needed does not get through", () => {
  const marked = order({ title: "MARKER", "schedule.schedule_note": "MARKER", "type_of_work.note": "MARKER", "pay.note": "MARKER" });
  expect(JSON.stringify([reduceOffer(marked), reduceReading(marked, "1")])).not.toContain("MARKER");
});
