import { describe, expect, test } from "vitest";
import { transaction } from "@/db/client";
import { pauseAll } from "@/lib/connections/pause-all";
import { setMode } from "@/lib/connections/set-mode";
import { type Gap, gapsOf, type Standing } from "@/lib/orders/acceptance-gaps";
import { pollConnection } from "@/lib/orders/poll-connection";
import { pursueIntent } from "@/lib/orders/pursue-intent";
import { readAcceptance } from "@/lib/orders/read-acceptance";
import { readHome } from "@/lib/orders/read-home";
import { openRules, saveRules } from "@/lib/orders/save-rules";
import { saveSchedule } from "@/lib/schedule/save-schedule";
import { assigneeOf, givenOutside, givenReady, putUp } from "@/tests/domain/orders/given-ready";
import { givenConnection } from "@/tests/domain/support/given-connection";
import { givenMember } from "@/tests/support/members";

const { outside, database } = await givenOutside();
const rules = { ...openRules, minimumPayCents: 10_000, maximumDistanceMiles: 30, unitsPerMonth: 20 };
const missingOf = async (accountId: string) => (await readAcceptance(accountId)).missing;

describe("each of these alone stops acceptance", () => {
  const ready: Standing = {
    accountActive: true,
    connection: { state: "working", mode: "auto" },
    paused: false,
    platform: "on",
    hasHours: true,
    rules,
    calendarStale: false,
    plan: "active",
    agreed: true,
  };
  test("and without any of them nothing does", () => {
    expect(gapsOf(ready)).toEqual([]);
  });
  test.each<[Gap, Partial<Standing>]>([
    ["account_suspended", { accountActive: false }],
    ["login_not_working", { connection: { state: "refused", mode: "auto" } }],
    ["paused", { paused: true }],
    ["platform_off", { platform: "off" }],
    ["platform_changed", { platform: "changed" }],
    ["no_hours", { hasHours: false }],
    ["calendar_stale", { calendarStale: true }],
    ["no_rules", { rules: null }],
    ["no_units", { rules: { ...rules, unitsPerMonth: 0 } }],
    ["no_units", { rules: { ...rules, spendCapCents: 2_499 } }],
    ["not_automatic", { connection: { state: "working", mode: "ask" } }],
    ["no_active_plan", { plan: "none" }],
    ["plan_past_due", { plan: "past_due" }],
    ["plan_unpaid", { plan: "suspended" }],
    ["plan_ended", { plan: "ended" }],
    ["terms_changed", { agreed: false }],
    ["connection_off", { connection: { state: "working", mode: "off" } }],
  ])("%s", (gap, change) => {
    expect(gapsOf({ ...ready, ...change })).toEqual([gap]);
  });
});

test("a newcomer is told everything that is missing, in the order in which they mend it", async () => {
  const { accountId } = await givenMember();
  expect(await missingOf(accountId)).toEqual(["not_connected", "no_hours", "no_rules", "no_active_plan", "connection_off"]);
});

test("switching automatic acceptance on alone is not said to be enough", async () => {
  const { accountId, connectionId } = await givenConnection(outside);
  await setMode(accountId, connectionId, "auto");
  expect(await missingOf(accountId)).toEqual(["no_hours", "no_rules", "no_active_plan"]);
  await saveRules(accountId, rules);
  expect(await missingOf(accountId)).toEqual(["no_hours", "no_active_plan"]);
  expect((await readHome(accountId)).wasOn).toBe(false);
});

test("hours that are taken away while an order is reserved stop the call for it", async () => {
  const { accountId, connectionId, userId } = await givenReady(outside);
  expect(await missingOf(accountId)).toEqual([]);
  const { id } = await putUp(outside, userId);
  await pollConnection(connectionId);
  await saveSchedule(accountId, { timeZone: "America/Chicago", hours: [] });
  expect(await missingOf(accountId)).toEqual(["no_hours"]);
  const [intent] = await database<{ id: string }[]>`select id from intents where account_id = ${accountId}`;
  await pursueIntent(intent?.id ?? "");
  expect(await assigneeOf(outside, id)).toBeNull();
  expect(await database`select outcome from intents where account_id = ${accountId}`).toMatchObject([{ outcome: "no_hours" }]);
});

test("a member whose acceptance was paused is told why and when, and is not taken for a new one; switching on again ends it", async () => {
  const { accountId, connectionId } = await givenReady(outside);
  expect(await readHome(accountId)).toMatchObject({ wasOn: true, pause: null });
  await transaction({ kind: "claimed", accountId }, (tx) => pauseAll(tx, accountId, "reported"));
  const paused = await readHome(accountId);
  expect(paused).toMatchObject({ wasOn: true, pause: { reason: "reported", at: expect.any(Date), passwordChanged: false } });
  expect(paused.acceptance.missing).toEqual(["connection_off"]);
  await database`update passwords set set_at = now() + interval '1 second' where account_id = ${accountId}`;
  expect((await readHome(accountId)).pause).toMatchObject({ passwordChanged: true });
  await setMode(accountId, connectionId, "auto");
  expect(await readHome(accountId)).toMatchObject({ wasOn: true, pause: null, acceptance: { missing: [] } });
  await setMode(accountId, connectionId, "off");
  expect(await readHome(accountId)).toMatchObject({ wasOn: true, pause: null, acceptance: { missing: ["connection_off"] } });
});
