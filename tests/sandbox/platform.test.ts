import { expect, test } from "vitest";
import { control, givenSandbox } from "@/tests/sandbox/support/given-sandbox";
import { givenProvider, platformClient } from "@/tests/sandbox/support/platform-client";

const available = "/workorders?list=workorders_available";
interface ListBody {
  metadata: { total: number; page: number; pages: number; per_page: number };
  results: ({ id: number } & Record<string, unknown>)[];
}
interface World {
  platform: { orders: { id: number; assigneeUserId: number | null; calls: { operation: string; outcome: string; userId: number }[] }[] };
}

test("a client that does not trust the sandbox's authority cannot connect", async () => {
  const sandbox = await givenSandbox();
  await expect(platformClient(sandbox, null)("GET", "/login")).rejects.toThrow(/certificate/);
  expect((await platformClient(sandbox)("GET", "/login")).status).toBe(200);
});

test("a wrong password or client secret gets no token, a refresh token works once", async () => {
  const sandbox = await givenSandbox();
  const provider = await givenProvider(sandbox, "sam");
  const token = (fields: Record<string, string>) =>
    platformClient(sandbox)("POST", "/authentication/api/oauth/token", { client_id: "client", client_secret: "client-secret", ...fields });
  expect((await token({ grant_type: "password", username: "sam", password: "wrong" })).status).toBe(401);
  expect((await token({ grant_type: "password", username: "sam", password: "a long password", client_secret: "no" })).status).toBe(401);
  const { refresh_token } = await provider.logIn();
  const renewed = await token({ grant_type: "refresh_token", refresh_token });
  expect(renewed.body).toMatchObject({ expires_in: 3600, user: { id: provider.id } });
  expect((await token({ grant_type: "refresh_token", refresh_token })).status).toBe(401);
});

test("a list shows what is on offer to this login, page by page, with the columns asked for", async () => {
  const sandbox = await givenSandbox();
  const [sam, kim] = [await givenProvider(sandbox, "sam"), await givenProvider(sandbox, "kim")];
  for (let count = 0; count < 3; count++) await control(sandbox, "POST", "/__offers", {});
  const forKim = await control(sandbox, "POST", "/__offers", { to: kim.id });
  const seen = (await sam.api("GET", `${available}&columns=id,pay&per_page=2&page=2`)).body as ListBody;
  expect(seen.metadata).toMatchObject({ total: 3, page: 2, pages: 2, per_page: 2 });
  expect(seen.results).toHaveLength(1);
  expect(Object.keys(seen.results[0] ?? {})).toEqual(["id", "pay"]);
  expect(((await kim.api("GET", available)).body as ListBody).results.map((order) => order.id)).toContain(forKim.id);
});

test("every order carries all its markers, and the control address knows them", async () => {
  const sandbox = await givenSandbox();
  const sam = await givenProvider(sandbox, "sam");
  const { id, markers } = await control(sandbox, "POST", "/__offers", {});
  const { text } = await sam.api("GET", `/workorders/${id}`);
  expect(markers).toHaveLength(20);
  for (const marker of markers) expect(text).toContain(marker);
  expect((await control<{ markers: string[] }>(sandbox, "GET", "/__markers")).markers).toEqual(markers);
});

test("a start is told in UTC and in both shapes of local time", async () => {
  const sandbox = await givenSandbox();
  const sam = await givenProvider(sandbox, "sam");
  const offer = { start: "2026-12-01T15:00:00Z", timeZone: "America/New_York" };
  const startOf = async (localShape: string) => {
    const { id } = await control(sandbox, "POST", "/__offers", { ...offer, localShape });
    return ((await sam.api("GET", `/workorders/${id}`)).body as { schedule: { service_window: { start: unknown } } }).schedule
      .service_window.start;
  };
  expect(await startOf("object")).toEqual({ utc: "2026-12-01 15:00:00", local: { date: "2026-12-01", time: "10:00:00" } });
  expect(await startOf("string")).toEqual({ utc: "2026-12-01 15:00:00", local: "2026-12-01 10:00:00" });
});

test("the first to accept a routed order has it, may ask again, and everyone else hears that it is taken", async () => {
  const sandbox = await givenSandbox();
  const [sam, kim] = [await givenProvider(sandbox, "sam"), await givenProvider(sandbox, "kim")];
  const { id } = await control(sandbox, "POST", "/__offers", {});
  const both = await Promise.all([sam.accept(id), kim.accept(id)]);
  expect(both.map((reply) => reply.status).toSorted()).toEqual([200, 401]);
  const winner = both[0]?.status === 200 ? sam : kim;
  const loser = winner === sam ? kim : sam;
  expect((await winner.accept(id)).status).toBe(200);
  expect((await loser.accept(id)).body).toMatchObject({ extra: { work_order: { unavailable: true } } });
  expect((await winner.api("GET", `/workorders/${id}`)).body).toMatchObject({
    assignee: { user: { id: winner.id } },
    status: { name: "Assigned" },
  });
  expect(((await winner.api("GET", available)).body as ListBody).results).toEqual([]);
});

test("a provider who cancels gives the order back", async () => {
  const sandbox = await givenSandbox();
  const sam = await givenProvider(sandbox, "sam");
  const { id } = await control(sandbox, "POST", "/__offers", {});
  await sam.accept(id);
  const cancelled = await sam.api("POST", `/workorders/${id}/provider/cancel`, { reason: "Vehicle", reason_id: 5, note: "" });
  expect(cancelled.body).toMatchObject({ assignee: null, status: { sub_status: "assigned_cancelled" } });
  expect(((await sam.api("GET", available)).body as ListBody).results.map((order) => order.id)).toEqual([id]);
});

test("an order that the buyer assigns can be requested and the request withdrawn, not accepted", async () => {
  const sandbox = await givenSandbox();
  const sam = await givenProvider(sandbox, "sam");
  const { id } = await control(sandbox, "POST", "/__offers", { kind: "request" });
  expect((await sam.accept(id)).body).toMatchObject({ code: "RESOURCE_CONFLICT", agent: { action: "FIX_INPUT" } });
  const eta = { start: { local: { date: "2026-12-01", time: "10:00:00" } }, hour_estimate: 2 };
  const request = await sam.api("POST", `/workorders/${id}/requests`, { eta, notes: "" });
  expect(request.status).toBe(201);
  const rid = (request.body as { id: number }).id;
  expect((await sam.api("DELETE", `/workorders/${id}/requests/${rid}`)).status).toBe(204);
  expect((await sam.api("GET", `/workorders/${id}`)).body).toMatchObject({ requests: { results: [] } });
});

test("each fault shows the trouble that it is named for, once", async () => {
  const sandbox = await givenSandbox();
  const sam = await givenProvider(sandbox, "sam");
  const { id } = await control(sandbox, "POST", "/__offers", {});
  const fault = (name: string, more = {}) => control(sandbox, "POST", "/__faults", { target: "platform", fault: name, ...more });

  await fault("unavailable_503");
  expect((await sam.api("GET", available)).status).toBe(503);
  await fault("rate_limited", { retryAfterSeconds: 7 });
  expect((await sam.api("GET", available)).headers["retry-after"]).toBe("7");
  await fault("conflict_refresh");
  expect((await sam.accept(id)).body).toMatchObject({ status: 409, agent: { action: "REFRESH_STATE" } });
  await fault("conflict_fix_input");
  expect((await sam.accept(id)).body).toMatchObject({ status: 409, agent: { action: "FIX_INPUT" } });
  await fault("taken_401");
  expect((await sam.accept(id)).body).toMatchObject({ status: 401, extra: { work_order: { unavailable: true } } });
  await fault("changed_shape");
  expect((await sam.api("GET", available)).body).not.toHaveProperty("results");
  expect((await sam.api("GET", available)).body).toHaveProperty("results");
});

test("an expired login is a bare 401 or the login page, and holds until the next login", async () => {
  const sandbox = await givenSandbox();
  const sam = await givenProvider(sandbox, "sam");
  await control(sandbox, "POST", "/__faults", { target: "platform", fault: "expired_401" });
  const ended = await sam.api("GET", "/users/me");
  expect([ended.status, ended.text]).toEqual([401, ""]);
  expect((await sam.api("GET", "/users/me")).status).toBe(401);
  await sam.logInAgain();
  expect((await sam.api("GET", "/users/me")).body).toMatchObject({ id: sam.id });
  await control(sandbox, "POST", "/__faults", { target: "platform", fault: "login_html" });
  expect((await sam.api("GET", available)).headers.location).toBe("/login");
  expect((await sam.api("GET", "/users/me")).status).toBe(401);
});

test("a rival who wins leaves the order with somebody else", async () => {
  const sandbox = await givenSandbox();
  const sam = await givenProvider(sandbox, "sam");
  const { id } = await control(sandbox, "POST", "/__offers", {});
  await control(sandbox, "POST", "/__faults", { target: "platform", fault: "rival_wins", on: "assignee" });
  expect((await sam.accept(id)).body).toMatchObject({ extra: { work_order: { unavailable: true } } });
  const world = await control<World>(sandbox, "GET", "/__world");
  expect(world.platform.orders[0]?.assigneeUserId).not.toBe(sam.id);
  expect(world.platform.orders[0]?.assigneeUserId).not.toBeNull();
});

test("a call that commits and then times out has happened all the same", async () => {
  const sandbox = await givenSandbox();
  const sam = await givenProvider(sandbox, "sam");
  const { id } = await control(sandbox, "POST", "/__offers", {});
  await control(sandbox, "POST", "/__faults", { target: "platform", fault: "commit_then_timeout", on: "assignee", delayMs: 50 });
  await expect(sam.accept(id)).rejects.toThrow(/socket hang up/);
  expect((await sam.api("GET", `/workorders/${id}`)).body).toMatchObject({ assignee: { user: { id: sam.id } } });
  const { platform } = await control<World>(sandbox, "GET", "/__world");
  expect(platform.orders[0]?.calls).toMatchObject([
    { operation: "assignee", outcome: "commit_then_timeout", userId: sam.id },
    { operation: "read", outcome: "200" },
  ]);
});

test("a client that calls too often is told when to come back", async () => {
  const sandbox = await givenSandbox({ variables: { SANDBOX_PLATFORM_CALLS_PER_MINUTE: "3" } });
  const sam = await givenProvider(sandbox, "sam");
  const statuses = [];
  for (let count = 0; count < 3; count++) statuses.push((await sam.api("GET", "/users/me")).status);
  expect(statuses).toEqual([200, 200, 429]);
});

test("a control body that does not fit is refused with the reason", async () => {
  const sandbox = await givenSandbox();
  await expect(control(sandbox, "POST", "/__faults", { target: "platform", fault: "no_such_thing" })).rejects.toThrow(/400.*fault/s);
  await expect(control(sandbox, "POST", "/__faults", { target: "webhook", fault: "drop", on: "invoice.pay" })).rejects.toThrow(/no such/);
  await expect(control(sandbox, "POST", "/__offers", { timeZone: "Mars/Olympus" })).rejects.toThrow(/not an IANA time zone/);
});
