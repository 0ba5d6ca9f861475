import { expect, test } from "vitest";
import { platformEvents } from "@/sandbox/platform/webhook-events";
import { webhookEvents, webhookFields } from "@/sandbox/platform/wire-webhook";
import type { Sandbox } from "@/sandbox/start-sandbox";
import { control, givenSandbox } from "@/tests/sandbox/support/given-sandbox";
import { givenProvider } from "@/tests/sandbox/support/platform-client";
import { receivePlatformWebhooks } from "@/tests/sandbox/support/receive-platform-webhooks";
import { differences } from "@/tests/sandbox/support/wire-paths";
import { waitFor } from "@/tests/support/wait-for";

interface World {
  platform: { deliveries: { state: string; attempts: number; lastStatus: number }[] };
}
const deliveries = async (sandbox: Sandbox) => (await control<World>(sandbox, "GET", "/__world")).platform.deliveries;

async function givenTold() {
  const receiver = await receivePlatformWebhooks();
  const sandbox = await givenSandbox({ variables: receiver.variables });
  const sam = await givenProvider(sandbox, "sam");
  const offer = (more: object = {}) => control(sandbox, "POST", "/__offers", { to: sam.id, ...more });
  const act = (id: number, what: object) => control(sandbox, "POST", `/__orders/${id}`, what);
  const fault = (name: string, more: object = {}) =>
    control(sandbox, "POST", "/__faults", { target: "platform_webhook", fault: name, ...more });
  const arrived = (count: number) => waitFor(`${count} webhooks`, () => (receiver.received.length >= count ? receiver.received : null));
  return { ...receiver, sandbox, sam, offer, act, fault, arrived };
}

test("whoever is concerned is told of each thing that happens to an order, signed, with all that must never be kept", async () => {
  const { sandbox, sam, offer, act, arrived } = await givenTold();
  const kim = await givenProvider(sandbox, "kim");
  const routed = await offer();
  await sam.accept(routed.id);
  await act(routed.id, { act: "reschedule", start: "2026-12-02T15:00:00Z" });
  await sam.api("POST", `/workorders/${routed.id}/provider/cancel`, { reason: "Vehicle", reason_id: 5 });
  await act(routed.id, { act: "rival" });
  const asked = await offer({ kind: "request", to: null });
  for (const one of [sam, kim]) await one.api("POST", `/workorders/${asked.id}/requests`, {});
  await act(asked.id, { act: "deny", userId: kim.id });
  await act(asked.id, { act: "assign", userId: sam.id });
  await act(asked.id, { act: "cancel" });
  const told = (await arrived(9)).map(({ event, orderId, userId }) => [event, orderId, userId]);
  expect(told).toHaveLength(9);
  expect(told).toEqual(
    expect.arrayContaining([
      ["workorder.routed", routed.id, sam.id],
      ["workorder.status.assigned", routed.id, sam.id],
      ["workorder.schedule_updated", routed.id, sam.id],
      ["workorder.status.assigned_cancelled", routed.id, sam.id],
      ["workorder.status.published", asked.id, null],
      ["workorder.request_denied", asked.id, kim.id],
      ["workorder.status.assigned", asked.id, sam.id],
      ["workorder.status.cancelled", asked.id, sam.id],
    ]),
  );
  const all = await arrived(9);
  expect(all.every(({ genuine, attempt }) => genuine && attempt === 1)).toBe(true);
  for (const marker of routed.markers) expect(all.find(({ orderId }) => orderId === routed.id)?.body).toContain(marker);
  expect(JSON.stringify(await control(sandbox, "GET", "/__world"))).not.toContain("HFM-");
});

test("every part of a webhook and every event names its source", async () => {
  const { offer, act, arrived } = await givenTold();
  const { id } = await offer({ to: null });
  await act(id, { act: "reschedule", start: "2026-12-02T15:00:00Z" });
  await offer();
  const bodies = (await arrived(3)).map(({ body }) => ({ ...(JSON.parse(body) as object), workorder: null }));
  expect(differences(bodies, webhookFields)).toEqual([]);
  expect(Object.keys(webhookEvents).toSorted()).toEqual(platformEvents.toSorted());
});

test("without an address nothing is told, nor kept to be told", async () => {
  const sandbox = await givenSandbox();
  await control(sandbox, "POST", "/__offers", {});
  expect(await deliveries(sandbox)).toEqual([]);
});

test("a receiver in trouble is told again, the same bytes under the same id, and no more than five times", async () => {
  const { sandbox, offer, arrived, answer } = await givenTold();
  answer(503);
  await offer();
  const five = await arrived(5);
  await waitFor("the last attempt's end", async () => (await deliveries(sandbox)).find(({ state }) => state === "given_up"));
  expect(five.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5]);
  expect(new Set(five.map(({ id, body }) => id + body)).size).toBe(1);
});

test("a receiver that refuses is not told again", async () => {
  const { sandbox, offer, answer } = await givenTold();
  answer(404);
  await offer();
  await waitFor("the refusal", async () => (await deliveries(sandbox)).find(({ state }) => state === "refused"));
  expect(await deliveries(sandbox)).toMatchObject([{ state: "refused", attempts: 1, lastStatus: 404 }]);
});

test.each([
  ["drop", "dropped", 0],
  ["duplicate", "delivered", 2],
  ["delay", "delivered", 1],
  ["forge", "refused", 1],
])("a webhook that meets %s is %s and arrives %i times", async (name, end, times) => {
  const { sandbox, offer, fault, received } = await givenTold();
  await fault(name, { on: "workorder.routed", delayMs: 30 });
  await offer();
  await waitFor(end, async () => (await deliveries(sandbox)).find(({ state }) => state === end));
  expect(received).toHaveLength(times);
  expect(new Set(received.map(({ id }) => id)).size).toBe(Math.min(times, 1));
  expect(received.every(({ genuine }) => genuine)).toBe(name !== "forge");
});

test("webhooks that are reordered arrive the later one first", async () => {
  const { offer, act, fault, arrived } = await givenTold();
  await fault("reorder", { delayMs: 60_000 });
  const { id } = await offer();
  await act(id, { act: "cancel" });
  expect((await arrived(2)).map(({ event }) => event)).toEqual(["workorder.status.cancelled", "workorder.routed"]);
});
