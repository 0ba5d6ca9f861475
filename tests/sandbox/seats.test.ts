import { expect, test } from "vitest";
import type { Sandbox } from "@/sandbox/start-sandbox";
import { control, givenSandbox } from "@/tests/sandbox/support/given-sandbox";
import { givenProvider, platformClient } from "@/tests/sandbox/support/platform-client";

interface World {
  platform: { seats: unknown[]; calls: { operation: string; outcome: string; userId: number | null; seatId: number | null }[] };
}

async function givenSeat(sandbox: Sandbox, actsFor: number[]) {
  const { id, token } = await control<{ id: number; token: string }>(sandbox, "POST", "/__seats", { actsFor });
  const call = platformClient(sandbox);
  const as = (userId: number | null) => (method: string, path: string, body?: unknown) =>
    call(method, `/api/rest/v2${path}?access_token=${token}${userId === null ? "" : `&acting_user_id=${userId}`}`, body);
  return { id, token, as };
}

test("a seat lists and takes orders as the user it acts for, and the log says which seat it was", async () => {
  const sandbox = await givenSandbox();
  const [sam, kim] = [await givenProvider(sandbox, "sam"), await givenProvider(sandbox, "kim")];
  const seat = await givenSeat(sandbox, [sam.id, kim.id]);
  const { id } = await control(sandbox, "POST", "/__offers", { to: sam.id });
  expect((await seat.as(sam.id)("GET", "/users/me")).body).toMatchObject({ id: sam.id, username: "sam" });
  expect((await seat.as(sam.id)("GET", "/workorders")).body).toMatchObject({ results: [{ id }] });
  expect((await seat.as(kim.id)("GET", "/workorders")).body).toMatchObject({ results: [] });
  expect((await seat.as(sam.id)("POST", `/workorders/${id}/assignee`, { user: { id: sam.id } })).status).toBe(200);
  expect((await sam.api("GET", `/workorders/${id}`)).body).toMatchObject({ assignee: { user: { id: sam.id } } });
  const { platform } = await control<World>(sandbox, "GET", "/__world");
  expect(platform.calls.find(({ operation }) => operation === "assignee")).toMatchObject({ userId: sam.id, seatId: seat.id });
  expect(JSON.stringify(platform)).not.toContain(seat.token);
});

test("a seat may not act for another, nor for nobody, nor may a user's own token act for another", async () => {
  const sandbox = await givenSandbox();
  const [sam, kim] = [await givenProvider(sandbox, "sam"), await givenProvider(sandbox, "kim")];
  const seat = await givenSeat(sandbox, [sam.id]);
  for (const userId of [kim.id, null]) expect((await seat.as(userId)("GET", "/workorders")).status).toBe(403);
  expect((await sam.api("GET", `/workorders?acting_user_id=${kim.id}`)).status).toBe(403);
  expect((await sam.api("GET", `/workorders?acting_user_id=${sam.id}`)).status).toBe(200);
});

test("a seat that is revoked is nobody's any more", async () => {
  const sandbox = await givenSandbox();
  const sam = await givenProvider(sandbox, "sam");
  const seat = await givenSeat(sandbox, [sam.id]);
  expect((await control<World>(sandbox, "GET", "/__world")).platform.seats).toEqual([{ id: seat.id, actsFor: [sam.id] }]);
  await control(sandbox, "DELETE", `/__seats/${seat.id}`);
  const reply = await seat.as(sam.id)("GET", "/users/me");
  expect([reply.status, reply.text]).toEqual([401, ""]);
});
