import { expect, test, vi } from "vitest";
import { suspendMember } from "@/lib/membership/suspend-member";
import { assigneeOf, givenOutside, givenReady, putUp, watching } from "@/tests/domain/orders/given-ready";
import { host } from "@/tests/support/members";

/** What happens while the job stands at a point, once. */
const held = vi.hoisted(() => ({ point: "", meanwhile: null as (() => Promise<void>) | null }));
vi.mock("@/lib/base/points", () => ({
  point: async (name: string) => {
    const { meanwhile } = held;
    if (name !== held.point || !meanwhile) return;
    held.meanwhile = null;
    await meanwhile();
  },
}));

const { outside, database } = await givenOutside();
const calls = async () => (await outside.control<{ platform: { calls: unknown[] } }>("GET", "/__world")).platform.calls.length;

/** Suspends the member while a job stands at a point, and counts the calls that reach the platform afterwards. */
async function suspendAt(point: string) {
  const member = await givenReady(outside);
  const watch = watching(database, member);
  const { id } = await putUp(outside, member.userId);
  let before = -1;
  held.point = point;
  held.meanwhile = async () => {
    await suspendMember(host, member.accountId, "security_concern");
    before = await calls();
  };
  await watch.look();
  await watch.pursue();
  expect(held.meanwhile, `nobody passed ${point}`).toBeNull();
  return { watch, orderId: id, userId: member.userId, later: (await calls()) - before };
}

test.each(["poll.before-list", "pursue.before-read", "pursue.after-read", "pursue.before-seen-commit", "pursue.after-seen-commit"])(
  "a suspension while a job stands at %s stops it before its next call",
  async (point) => {
    const { watch, orderId, later } = await suspendAt(point);
    expect(later).toBe(0);
    expect(await assigneeOf(outside, orderId)).toBeNull();
    expect((await watch.intents()).filter(({ outcome }) => outcome !== "account_suspended")).toEqual([]);
    expect([await watch.openHolds(), await watch.units(), await watch.charges()]).toEqual([0, 0, 0]);
  },
);

test("what the platform was asked for just before is read back, once, and charged", async () => {
  const { watch, orderId, userId, later } = await suspendAt("pursue.after-call");
  expect(later).toBe(1);
  expect(await assigneeOf(outside, orderId)).toBe(userId);
  expect(await watch.charges()).toBe(1);
});
