import { describe, expect, test } from "vitest";
import { platformIds } from "@/lib/platforms/ids";
import { givenPlatforms, offered, window } from "@/tests/domain/platforms/given-platform";

/** The part of the conformance suite on orders that are the member's, and on what their buyers do with them. */
const given = givenPlatforms();

describe.each(platformIds)("what is the member's at %s", (platform) => {
  test("is listed with when it is, until its buyer calls it off", async () => {
    const { session } = await given.member(platform);
    const [mine, other] = [await given.putUp({ hours: 3 }), await given.putUp()];
    await session.acceptRouted(mine);
    const listed = (await session.listAssigned()).filter(({ externalId }) => [mine, other].includes(externalId));
    expect(listed).toEqual([{ externalId: mine, ...window, windowEnd: new Date("2026-12-01T18:00:00Z") }]);
    await given.act(mine, { act: "cancel" });
    expect((await session.listAssigned()).map(({ externalId }) => externalId)).not.toContain(mine);
  });

  test("is read whole where it has several pages", async () => {
    const { id: to, session } = await given.member(platform, "busy");
    const put = await Promise.all(Array.from({ length: 101 }, () => given.putUp({ to })));
    for (const id of put) await session.acceptRouted(id);
    expect((await session.listAssigned()).map(({ externalId }) => externalId).toSorted()).toEqual(put.toSorted());
  });

  test("is cancelled once its buyer calls it off, as is what nobody has: no longer offered, nor to be had", async () => {
    const { session } = await given.member(platform);
    const [ours, open] = [await given.putUp(), await given.putUp()];
    await session.acceptRouted(ours);
    for (const id of [ours, open]) await given.act(id, { act: "cancel" });
    for (const id of [ours, open]) expect(await session.readOrder(id)).toEqual({ assignment: "cancelled" });
    expect(await offered(session, open)).toBeUndefined();
    expect(await session.acceptRouted(open)).toBe("taken");
  });

  test("reads with its new window once it was moved", async () => {
    const { session } = await given.member(platform);
    const id = await given.putUp();
    await session.acceptRouted(id);
    await given.act(id, { act: "reschedule", start: "2026-12-02T16:00:00Z", hours: 3 });
    const moved = { windowStart: new Date("2026-12-02T16:00:00Z"), windowEnd: new Date("2026-12-02T19:00:00Z") };
    expect(await session.readOrder(id)).toEqual({ assignment: "ours", ...window, ...moved });
    expect((await session.listAssigned()).find(({ externalId }) => externalId === id)).toMatchObject(moved);
  });

  test.each(["expired_401", "login_html"])("cannot be listed after the login has ended (%s)", async (fault) => {
    const { session } = await given.member(platform);
    await given.fault(fault, "list");
    await expect(session.listAssigned()).rejects.toMatchObject({ kind: "login_expired" });
  });

  test("is not guessed at in a changed shape", async () => {
    const { session } = await given.member(platform);
    await session.acceptRouted(await given.putUp());
    await given.fault("changed_shape", "list");
    await expect(session.listAssigned()).rejects.toMatchObject({ kind: "changed_shape" });
  });
});
