import { expect, test } from "vitest";
import { parts, partsWithText, reduceAssigned, reduceOffer, reduceReading } from "@/lib/platforms/service-channel/reduce-order";

const whole = {
  Id: 17_000_037,
  Status: { Primary: "OPEN", Extended: "" },
  ScheduledDate_DTO: "2026-12-01T09:00:00-06:00",
  ExpirationDate_DTO: "2026-12-01T11:00:00-06:00",
  Nte: 200.1,
  CurrencyAlphabeticalCode: "USD",
  Trade: "Point of Sale",
  Location: { TimeZone: "America/Chicago" },
  Provider: { Id: 101 },
};
const order = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({ ...whole, ...changes });
const inProgress = { Status: { Primary: "IN PROGRESS", Extended: "DISPATCH CONFIRMED" } };

test("an order is reduced to window, zone, pay and trade", () => {
  expect(reduceOffer(order(), false)).toEqual({
    externalId: "17000037",
    windowStart: new Date("2026-12-01T15:00:00Z"),
    windowEnd: new Date("2026-12-01T17:00:00Z"),
    timeZone: "America/Chicago",
    payCents: 20_010,
    pay: { kind: "fixed", rateCents: 20_010 },
    hours: 2,
    text: null,
    distanceMiles: null,
    type: "Point of Sale",
    kind: "routed",
  });
});

test("what is asked for is named part by part, and of the place only its zone", () => {
  expect(parts.$select.split(",")).toHaveLength(7);
  expect(`${parts.$select},${parts.$expand}`).not.toMatch(/Description|Number|Name|Caller|Note|Address|Attachment|Problem|Resolution/);
});

test("words are asked for and read only where they are wanted", () => {
  expect(partsWithText.$select.split(",")).toEqual([...parts.$select.split(","), "Description"]);
  expect(reduceOffer(order({ Description: "Replace the POS / At <b>Night</b>" }), true)?.text).toBe("replace the pos / at night");
  expect(() => reduceOffer(order(), true)).toThrow("changed_shape");
});

test("an order in progress is time taken if it is ours and names its end", () => {
  const window = {
    windowStart: new Date("2026-12-01T15:00:00Z"),
    windowEnd: new Date("2026-12-01T17:00:00Z"),
    timeZone: "America/Chicago",
  };
  expect(reduceAssigned(order(inProgress), "101")).toEqual({ externalId: "17000037", ...window });
  expect(reduceAssigned(order(inProgress), "102")).toBeNull();
  expect(reduceAssigned(order({ ...inProgress, ExpirationDate_DTO: null }), "101")).toBeNull();
  expect(() => reduceAssigned(order({ ...inProgress, Location: null }), "101")).toThrow("changed_shape");
});

test.each([
  ["that was declined", { Status: { Primary: "OPEN", Extended: "DECLINED" } }],
  ["that names no end", { ExpirationDate_DTO: null }],
  ["that ends as it begins", { ExpirationDate_DTO: whole.ScheduledDate_DTO }],
  ["that is paid in another currency", { CurrencyAlphabeticalCode: "CAD" }],
])("an order %s is left out: no rule could judge it", (_, changes) => {
  expect(reduceOffer(order(changes), false)).toBeNull();
});

test.each([
  ["an id that is a text", { Id: "17" }],
  ["a status that is not open, among the open", inProgress],
  ["a status that is a text", { Status: "OPEN" }],
  ["a start without its offset", { ScheduledDate_DTO: "2026-12-01T09:00:00" }],
  ["a start on no day", { ScheduledDate_DTO: "2026-02-30T09:00:00-06:00" }],
  ["pay that is a text", { Nte: "200" }],
  ["pay that is none", { Nte: null }],
  ["no currency", { CurrencyAlphabeticalCode: undefined }],
  ["a zone that does not exist", { Location: { TimeZone: "America/Chicagoo" } }],
  ["a zone given as an offset", { Location: { TimeZone: "-06:00" } }],
  ["no place", { Location: null }],
])("%s is a changed shape, and nothing is guessed", (_, changes) => {
  expect(() => reduceOffer(order(changes), false)).toThrow("changed_shape");
});

test.each([
  ["open and offered to us", "unassigned", {}],
  ["open and offered to nobody in particular", "unassigned", { Provider: null }],
  ["open and offered to another", "someone_else", { Provider: { Id: 102 } }],
  ["in progress by us", "ours", inProgress],
  ["completed by us", "ours", { Status: { Primary: "Completed", Extended: "" } }],
  ["in progress by another", "someone_else", { ...inProgress, Provider: { Id: 102 } }],
  ["called off", "cancelled", { Status: { Primary: "COMPLETED", Extended: "CANCELLED" } }],
])("an order that is %s is read as %s", (_, assignment, changes) => {
  expect(reduceReading(order(changes), "101")).toMatchObject({ assignment });
});

test.each([
  ["a status that is not known", { Status: { Primary: "ON HOLD" } }],
  ["an order in progress by nobody", { ...inProgress, Provider: null }],
  ["an order without a word on its provider", { Provider: undefined }],
  ["an order that has lost its end", { ExpirationDate_DTO: null }],
])("%s cannot be read, and nothing is guessed", (_, changes) => {
  expect(() => reduceReading(order(changes), "101")).toThrow("changed_shape");
});

test("what is not needed does not get through", () => {
  const marked = order({
    Description: "MARKER",
    Location: { TimeZone: "America/Chicago", Name: "MARKER" },
    Provider: { Id: 101, Name: "MARKER" },
  });
  expect(JSON.stringify([reduceOffer(marked, false), reduceAssigned(marked, "101"), reduceReading(marked, "101")])).not.toContain("MARKER");
});
