import { describe, expect, test } from "vitest";
import { type PlatformId, platformIds } from "@/lib/platforms/ids";
import { adapterOf, givenPlatforms, offered, window } from "@/tests/domain/platforms/given-platform";

/** The part of the conformance suite on orders that a buyer assigns: for each platform, whether it has them or not. */
const given = givenPlatforms();
const { act, fault } = given;
const putUp = () => given.putUp({ kind: "request" });
const inAnHour = () => new Date(Date.now() + 3_600_000);

interface SeenOrder {
  id: number;
  requests: { userId: number; status: string; expiresAt: string | null; eta: object; notes: string | null }[];
}
const requestsOn = async (id: string) => (await given.orders<SeenOrder>()).find((order) => String(order.id) === id)?.requests;

const takers: Record<PlatformId, boolean> = { "field-nation": true, "service-channel": false };
const taking = platformIds.filter((platform) => takers[platform]);

test.each(platformIds)("%s says whether it takes requests", (platform) => {
  expect(adapterOf(platform).takesRequests).toBe(takers[platform]);
});

test.each(platformIds.filter((platform) => !takers[platform]))(
  "%s, which takes none, lists no offer that would need one, and a call is a bug",
  async (platform) => {
    const { session } = await given.member(platform);
    const id = await putUp();
    expect(await offered(session, id)).toBeUndefined();
    await expect(session.requestOrder(id, window, inAnHour())).rejects.toThrow("takes no requests");
    await expect(session.withdrawRequest(id, "1")).rejects.toThrow("takes no requests");
  },
);

describe.each(taking)("a request to %s", (platform) => {
  async function givenRequest() {
    const [{ id: userId, session }, id] = [await given.member(platform), await putUp()];
    const { requestId } = await session.requestOrder(id, window, inAnHour());
    return { userId, session, id, requestId: requestId ?? "" };
  }

  test("tells the buyer when and how long, and no more; it stands, is read on the order, and the same again is the same", async () => {
    const [{ id: userId, session }, id] = [await given.member(platform), await putUp()];
    expect(await offered(session, id)).toMatchObject({ kind: "request" });
    const expiresAt = new Date(Math.ceil(Date.now() / 1000) * 1000 + 3_600_000);
    const { answer, requestId } = await session.requestOrder(id, window, expiresAt);
    expect([answer, typeof requestId]).toEqual(["accepted", "string"]);
    expect(await session.requestOrder(id, window, expiresAt)).toEqual({ answer, requestId });
    expect(await session.readOrder(id)).toMatchObject({ assignment: "unassigned", requestedByUs: requestId, ...window });
    const eta = { start: "2026-12-01 09:00:00", hours: 2 };
    expect(await requestsOn(id)).toMatchObject([{ userId, status: "pending", expiresAt: expiresAt.toISOString(), eta, notes: null }]);
  });

  test("of somebody else is not ours", async () => {
    const { id } = await givenRequest();
    const { session: other } = await given.member(platform, "other");
    expect(await other.readOrder(id)).toMatchObject({ assignment: "unassigned", requestedByUs: null });
  });

  test("that the buyer grants makes the order ours, and somebody else's to whoever else asked", async () => {
    const { id, session, userId } = await givenRequest();
    const { session: other } = await given.member(platform, "other");
    await other.requestOrder(id, window, inAnHour());
    await act(id, { act: "assign", userId });
    expect(await session.readOrder(id)).toEqual({ assignment: "ours", ...window });
    expect(await other.readOrder(id)).toMatchObject({ assignment: "someone_else" });
    expect((await requestsOn(id))?.map(({ status }) => status)).toEqual(["granted", "denied"]);
  });

  test("that is withdrawn stands no more, and cannot be withdrawn again", async () => {
    const { id, session, requestId } = await givenRequest();
    expect(await session.withdrawRequest(id, requestId)).toBe("withdrawn");
    expect(await session.readOrder(id)).toMatchObject({ assignment: "unassigned", requestedByUs: null });
    expect(await session.withdrawRequest(id, requestId)).toBe("gone");
  });

  test.each(["deny", "expire-requests"])("that ends otherwise (%s) stands no more, and may be made anew", async (how) => {
    const { id, session, userId, requestId } = await givenRequest();
    await act(id, how === "deny" ? { act: how, userId } : { act: how });
    expect(await session.readOrder(id)).toMatchObject({ assignment: "unassigned", requestedByUs: null });
    expect(await session.withdrawRequest(id, requestId)).toBe("gone");
    const again = await session.requestOrder(id, window, inAnHour());
    expect(again).toMatchObject({ answer: "accepted" });
    expect(again.requestId).not.toBe(requestId);
  });

  test("ends by itself when its time is over", async () => {
    const [{ session }, id] = [await given.member(platform), await putUp()];
    await session.requestOrder(id, window, new Date(Date.now() - 1_000));
    expect(await session.readOrder(id)).toMatchObject({ assignment: "unassigned", requestedByUs: null });
    expect(await requestsOn(id)).toMatchObject([{ status: "expired" }]);
  });

  test.each(["rival", "cancel"])("for an order that is gone (%s) is taken, and the login is well", async (how) => {
    const [{ session }, id] = [await given.member(platform), await putUp()];
    await act(id, { act: how });
    expect(await session.requestOrder(id, window, inAnHour())).toEqual({ answer: "taken", requestId: null });
    await expect(session.listAssigned()).resolves.toBeInstanceOf(Array);
  });

  test("that meets a conflict is a conflict, one that is answered with a page proves nothing", async () => {
    const [{ session }, id] = [await given.member(platform), await putUp()];
    await fault("conflict_fix_input", "request");
    expect(await session.requestOrder(id, window, inAnHour())).toEqual({ answer: "conflict", requestId: null });
    await fault("login_page", "request");
    expect(await session.requestOrder(id, window, inAnHour())).toEqual({ answer: "unknown", requestId: null });
  });

  test("that is stored and then not answered is found by reading the order", async () => {
    const [{ session }, id] = [await given.member(platform), await putUp()];
    await fault("commit_then_timeout", "request");
    await expect(session.requestOrder(id, window, inAnHour())).rejects.toMatchObject({ kind: "unavailable" });
    expect(await session.readOrder(id)).toMatchObject({ assignment: "unassigned", requestedByUs: expect.any(String) });
  });

  test("that cannot be withdrawn for a conflict is not said to be", async () => {
    const { id, session, requestId } = await givenRequest();
    await fault("conflict_refresh", "withdraw");
    expect(await session.withdrawRequest(id, requestId)).toBe("unknown");
    expect(await session.readOrder(id)).toMatchObject({ requestedByUs: requestId });
  });

  test.each(["request", "withdraw"])("%s, after the login has ended, is login_expired", async (on) => {
    const { id, session, requestId } = await givenRequest();
    await fault("expired_401", on);
    const call = on === "request" ? session.requestOrder(id, window, inAnHour()) : session.withdrawRequest(id, requestId);
    await expect(call).rejects.toMatchObject({ kind: "login_expired" });
  });
});
