import { expect, test, vi } from "vitest";
import { later, minuteMs, now } from "@/lib/base/clock";
import { forbidPlatform, permitPlatform } from "@/lib/connections/permit-platform";
import { suspendMember } from "@/lib/membership/suspend-member";
import { pause } from "@/lib/orders/pause";
import { assigneeOf, givenOutside, givenReady, putUp, watching } from "@/tests/domain/orders/given-ready";
import { held } from "@/tests/support/hold-at-point";
import { host } from "@/tests/support/members";

vi.mock("@/lib/base/points", () => import("@/tests/support/hold-at-point"));

vi.setConfig({ testTimeout: 60_000 });
const { outside, database } = await givenOutside();
const calls = async () => (await outside.control<{ platform: { calls: unknown[] } }>("GET", "/__world")).platform.calls.length;

const suspend = (accountId: string) => suspendMember(host, accountId, "security_concern");
/** As the worker writes it down when it reads from Stripe that the plan stands so. */
const plan = (status: "unpaid" | "canceled") => async (accountId: string) => {
  await database`update subscriptions set status = ${status} where account_id = ${accountId}`;
};

/** Stops the member while a job stands at a point, and counts the calls that reach the platform afterwards. */
async function stopAt(point: string, stop: (accountId: string) => Promise<void> = suspend) {
  const member = await givenReady(outside);
  const watch = watching(database, member);
  const { id } = await putUp(outside, member.userId);
  let before = -1;
  held.point = point;
  held.meanwhile = async () => {
    await stop(member.accountId);
    before = await calls();
  };
  await watch.look();
  await watch.pursue();
  expect(held.meanwhile, `nobody passed ${point}`).toBeNull();
  return { watch, orderId: id, userId: member.userId, later: (await calls()) - before };
}

const snooze = (accountId: string) => pause(accountId, later(now(), minuteMs));

const points = ["poll.before-list", "pursue.before-read", "pursue.after-read", "pursue.before-seen-commit", "pursue.after-seen-commit"];
test.each([
  ["a suspension", suspend, "account_suspended", points],
  ["a plan that is unpaid", plan("unpaid"), "plan_unpaid", ["poll.before-list", "pursue.before-read", "pursue.after-seen-commit"]],
  ["a plan that has ended", plan("canceled"), "plan_ended", ["pursue.after-seen-commit"]],
  ["a pause", (accountId: string) => pause(accountId, null), "paused", points],
  ["a snooze", snooze, "paused", ["poll.before-list", "pursue.after-seen-commit"]],
] as const)("%s while a job is at work stops it before its next call, wherever it stands", async (_, stop, outcome, at) => {
  for (const point of at) {
    const { watch, orderId, later } = await stopAt(point, stop);
    expect([point, later]).toEqual([point, 0]);
    expect(await assigneeOf(outside, orderId)).toBeNull();
    expect((await watch.intents()).filter((intent) => intent.outcome !== outcome)).toEqual([]);
    expect([await watch.openHolds(), await watch.units(), await watch.charges()]).toEqual([0, 0, 0]);
  }
});

test("a platform that is switched off while a job is at work is not called again, wherever it stands", async () => {
  for (const at of points) {
    const { watch, orderId, later } = await stopAt(at, () => forbidPlatform(host, "field-nation"));
    await permitPlatform(host, "field-nation");
    expect([at, later]).toEqual([at, 0]);
    expect(await assigneeOf(outside, orderId)).toBeNull();
    expect((await watch.intents()).filter(({ outcome }) => outcome !== "platform_off")).toEqual([]);
  }
});

test("what the platform was asked for just before is read back, once, and charged", async () => {
  const { watch, orderId, userId, later } = await stopAt("pursue.after-call");
  expect(later).toBe(1);
  expect(await assigneeOf(outside, orderId)).toBe(userId);
  expect(await watch.charges()).toBe(1);
});
