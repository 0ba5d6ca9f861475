import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openFaults, platformFaults } from "@/sandbox/base/faults";
import { openStore } from "@/sandbox/base/store";
import { faultsOf, setWeather } from "@/sandbox/platform/weather";
import type { Sandbox } from "@/sandbox/start-sandbox";
import { control, givenSandbox, throwawayDirectory } from "@/tests/sandbox/support/given-sandbox";
import { givenProvider, platformClient } from "@/tests/sandbox/support/platform-client";

interface SeenOrder {
  id: number;
  state: string;
  assigneeUserId: number | null;
  requests: { userId: number; status: string }[];
}
interface World {
  platform: { orders: SeenOrder[]; weather: { calls: number } | null };
}
const world = (sandbox: Sandbox) => control<World>(sandbox, "GET", "/__world");
const available = "/workorders?list=workorders_available";

test("what a buyer or a rival cannot do is refused with the reason, and changes nothing", async () => {
  const sandbox = await givenSandbox();
  const [sam, kim] = [await givenProvider(sandbox, "sam"), await givenProvider(sandbox, "kim")];
  const [asked, taken, off] = await Promise.all(
    ["request", "routed", "routed"].map((kind) => control(sandbox, "POST", "/__offers", { kind })),
  );
  await sam.api("POST", `/workorders/${asked?.id}/requests`, {});
  await sam.accept(taken?.id ?? 0);
  await control(sandbox, "POST", `/__orders/${off?.id}`, { act: "cancel" });
  const before = (await world(sandbox)).platform.orders;
  const refused: [number | undefined, object, RegExp][] = [
    [1, { act: "cancel" }, /no such order/],
    [asked?.id, { act: "assign", userId: kim.id }, /no request that stands/],
    [asked?.id, { act: "deny", userId: kim.id }, /no request that stands/],
    [asked?.id, { act: "assign" }, /userId/],
    [asked?.id, { act: "burn" }, /act/],
    [taken?.id, { act: "rival" }, /assigned already/],
    [taken?.id, { act: "take", userId: kim.id }, /not on offer/],
    [asked?.id, { act: "take", userId: kim.id }, /buyer assigns/],
    [taken?.id, { act: "assign", userId: sam.id }, /assigned already/],
    [taken?.id, { act: "reschedule", start: "tomorrow" }, /start/],
    [off?.id, { act: "rival" }, /cancelled/],
    [off?.id, { act: "cancel" }, /cancelled/],
  ];
  for (const [id, act, why] of refused) {
    const told = await control(sandbox, "POST", `/__orders/${id}`, act).catch(String);
    expect([act, told]).toEqual([act, expect.stringMatching(/ 400: /)]);
    expect(told).toMatch(why);
  }
  expect((await world(sandbox)).platform.orders).toEqual(before);
  expect(before.map(({ state }) => state)).toEqual(["open", "assigned", "cancelled"]);
  const page = await (await fetch(sandbox.control)).text();
  for (const state of ["on offer", `assigned to user ${sam.id}`, "cancelled"]) expect(page).toContain(`<td>${state}</td>`);
});

test("an offer whose pay cannot be so is refused", async () => {
  const sandbox = await givenSandbox();
  const put = (offer: object) => control(sandbox, "POST", "/__offers", offer);
  await expect(put({ payType: "hourly", units: 3 })).rejects.toThrow(/only device and blended pay have units/);
  await expect(put({ payType: "device", additional: { units: 1, rateCents: 1 } })).rejects.toThrow(/only blended pay/);
  await expect(put({ payType: "blended", payCents: 5, additional: { units: 2, rateCents: 4 } })).rejects.toThrow(/the total/);
  await expect(put({ startLocal: "2027-02-30T25:00" })).rejects.toThrow(/startLocal/);
});

test("a time that the clocks leave out is told as it was typed, and in UTC", async () => {
  const sandbox = await givenSandbox();
  const sam = await givenProvider(sandbox, "sam");
  const { id } = await control(sandbox, "POST", "/__offers", { startLocal: "2027-03-14T02:30", localShape: "string" });
  expect((await sam.api("GET", `/workorders/${id}`)).body).toMatchObject({
    schedule: { service_window: { start: { utc: "2027-03-14 08:30:00", local: "2027-03-14 02:30:00" } } },
  });
});

/** What twenty logins meet under a weather, as statuses; 0 for no answer. */
async function statusesUnder(weather: object): Promise<number[]> {
  const sandbox = await givenSandbox();
  await givenProvider(sandbox, "sam");
  await control(sandbox, "POST", "/__weather", weather);
  const login = {
    grant_type: "password",
    client_id: "client",
    client_secret: "client-secret",
    username: "sam",
    password: "a long password",
  };
  const logIn = () => platformClient(sandbox)("POST", "/authentication/api/oauth/token", login);
  const statuses: number[] = [];
  for (let count = 0; count < 20; count += 1) statuses.push((await logIn().catch(() => ({ status: 0 }))).status);
  expect((await world(sandbox)).platform.weather?.calls).toBe(20);
  await control(sandbox, "DELETE", "/__weather");
  expect((await logIn()).status).toBe(200);
  return statuses;
}

test("weather strikes a share of the calls, the same ones for the same seed, until it is cleared", async () => {
  const first = await statusesUnder({ seed: 7, share: 0.5 });
  expect(await statusesUnder({ seed: 7, share: 0.5 })).toEqual(first);
  expect(await statusesUnder({ seed: 8, share: 0.5 })).not.toEqual(first);
  expect(first).toContain(200);
  expect(new Set(first.filter((status) => status !== 200)).size).toBeGreaterThan(1);
});

test("weather brings every fault that fits a call, but a changed shape, in its share", () => {
  const store = openStore(join(throwawayDirectory(), "journal.jsonl"));
  onTestFinished(() => store.close());
  setWeather(store, { seed: "storm", share: 0.25 });
  const met = Array.from({ length: 2_000 }, () => faultsOf(store, openFaults(store), "assignee")(platformFaults)?.fault);
  const struck = met.filter((fault) => fault !== undefined);
  expect(struck.length / met.length).toBeCloseTo(0.25, 1);
  expect(new Set(struck)).toEqual(new Set(platformFaults.filter((fault) => !["changed_shape", "unknown_field"].includes(fault))));
});

test("a fault that was asked for goes before the weather, and a share is a probability", async () => {
  const sandbox = await givenSandbox();
  const sam = await givenProvider(sandbox, "sam");
  await control(sandbox, "POST", "/__weather", { seed: 1, share: 0 });
  await control(sandbox, "POST", "/__faults", { target: "platform", fault: "unavailable_503" });
  expect((await sam.api("GET", available)).status).toBe(503);
  expect((await sam.api("GET", available)).status).toBe(200);
  await expect(control(sandbox, "POST", "/__weather", { seed: 1, share: 2 })).rejects.toThrow(/share/);
});
