import { expect, test } from "vitest";
import { columns, reduceAssigned, reduceOffer, reduceReading } from "@/lib/platforms/field-nation/reduce-order";

/** An order with just what is needed of it, and `changes` over it, by dotted path. */
function order(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const whole: Record<string, unknown> = {
    id: 17_000_037,
    status: { name: "Routed", is_routed: true },
    schedule: {
      service_window: { mode: "exact", start: { utc: "2026-12-01 15:00:00", local: { date: "2026-12-01", time: "09:00:00" } }, end: null },
      est_labor_hours: 2,
      time_zone: { name: "America/Chicago" },
    },
    pay: { type: "fixed", base: { units: 1, amount: 200 }, additional: { units: 0, amount: 0 } },
    coords: { distance: 12 },
    type_of_work: { name: "Point of Sale" },
    requests: { results: [] },
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
  ["fixed", { units: 1, amount: 200.1 }, { units: 0, amount: 0 }, 20_010, 20_010],
  ["hourly", { units: 2.5, amount: 75.5 }, undefined, 18_875, 7_550],
  ["device", { units: 7, amount: 19.99 }, { units: 0, amount: 0 }, 13_993, 1_999],
  ["blended", { units: 2, amount: 50 }, { units: 3, amount: 35 }, 20_500, 5_000],
])("%s pay is what the whole order pays, and its rate", (type, base, additional, payCents, rateCents) => {
  expect(reduceOffer(order({ pay: { type, base, additional } }), false)).toMatchObject({ payCents, pay: { kind: type, rateCents } });
});

test("distance and type of work may be missing; a missing routing makes it a request, which is never taken as a routed order", () => {
  const reduced = reduceOffer(order({ coords: null, type_of_work: null, status: {} }), false);
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
  expect(() => reduceOffer(order(changes), false)).toThrow("changed_shape");
});

test("hours are those that the buyer estimates, whatever the window", () => {
  const window = { mode: "between", start: { utc: "2026-12-01 15:00:00" }, end: { utc: "2026-12-01 23:00:00" } };
  expect(reduceOffer(order({ "schedule.service_window": window }), false)).toMatchObject({ hours: 2 });
});

test("words are asked for and read only where they are wanted, as plain text in lower case", () => {
  const told = order({ title: "Replace POS &amp; Printer", description: { html: "<p>At <b>NIGHT</b>.<br>Don&#39;t park</p>" } });
  expect(reduceOffer(told, true).text).toBe("replace pos & printer at night . don't park");
  expect(reduceOffer(told, false).text).toBeNull();
  expect(() => reduceOffer(order(), true)).toThrow("changed_shape");
  expect(columns.offer).not.toEqual(expect.arrayContaining(["title"]));
});

const request = (id: number, user: number, status = "pending") => ({ id, user: { id: user }, status });
const asked = (...results: object[]) => order({ requests: { results } });

test("whose an order is, is read from its assignee, and whether we have asked for it from its requests", () => {
  expect(reduceReading(order(), "101")).toMatchObject({ assignment: "unassigned", requestedByUs: null });
  expect(reduceReading(asked(request(7, 102), request(8, 101)), "101")).toMatchObject({ assignment: "unassigned", requestedByUs: "8" });
  expect(reduceReading(order({ assignee: { user: { id: 101 } } }), "101")).toMatchObject({ assignment: "ours" });
  expect(reduceReading(order({ assignee: { user: { id: 102 } } }), "101")).toMatchObject({ assignment: "someone_else" });
});

test("an order that its buyer called off is cancelled, whosever it was, and has no window", () => {
  const off = order({ "status.name": "Cancelled", assignee: { user: { id: 101 } } });
  expect(reduceReading(off, "101")).toEqual({ assignment: "cancelled" });
});

test.each([
  ["a status that is not known", { "status.name": "On Hold" }],
  ["a request in a state that is not known", { requests: { results: [request(7, 101, "countered")] } }],
  ["no word on requests", { requests: undefined }],
  ["no word on its assignee", { assignee: undefined }],
])("%s cannot be read, and nothing is guessed", (_, changes) => {
  expect(() => reduceReading(order(changes), "101")).toThrow("changed_shape");
});

test("an order of the member's own is its id and its window", () => {
  const window = {
    windowStart: new Date("2026-12-01T15:00:00Z"),
    windowEnd: new Date("2026-12-01T17:00:00Z"),
    timeZone: "America/Chicago",
  };
  expect(reduceAssigned(order())).toEqual({ externalId: "17000037", ...window });
  expect(() => reduceAssigned(order({ schedule: null }))).toThrow("changed_shape");
});

test("what is not needed does not get through", () => {
  const marked = order({ title: "MARKER", "schedule.schedule_note": "MARKER", "type_of_work.note": "MARKER", "pay.note": "MARKER" });
  const reduced = [reduceOffer(marked, false), reduceReading(marked, "1"), reduceAssigned(marked)];
  expect(JSON.stringify(reduced)).not.toContain("MARKER");
});
