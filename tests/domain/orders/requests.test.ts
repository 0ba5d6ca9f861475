import { describe, expect, test } from "vitest";
import { readReceipt } from "@/lib/billing/read-receipt";
import { unlinkConnection } from "@/lib/connections/unlink-connection";
import { handlePlatformEvent } from "@/lib/orders/handle-platform-event";
import { readHome } from "@/lib/orders/read-home";
import { readOffer } from "@/lib/orders/read-offer";
import { recordPlatformEvent } from "@/lib/orders/record-platform-event";
import { withdrawRequest } from "@/lib/orders/withdraw-request";
import { adapterFor } from "@/lib/platforms/adapters";
import { assigneeOf, givenOutside, givenReady, putUp, watching } from "@/tests/domain/orders/given-ready";
import { givenMember } from "@/tests/support/members";

const { outside, database } = await givenOutside();

interface Request {
  userId: number;
  status: string;
}
const requestsOf = async (id: number) =>
  (await outside.control<{ platform: { orders: { id: number; requests: Request[] }[] } }>("GET", "/__world")).platform.orders.find(
    (order) => order.id === id,
  )?.requests;
const act = (id: number, what: object) => outside.control("POST", `/__orders/${id}`, what);

/** A member whose request for an order waits for its buyer. */
async function givenRequest(day = 1) {
  const member = await givenReady(outside);
  const watch = watching(database, member);
  const { id } = await putUp(outside, member.userId, day, { kind: "request" });
  await watch.look();
  await watch.pursue();
  return { ...member, ...watch, id };
}

test("an order that its buyer gives away is requested, keeps its hold, and is charged once it is assigned", async () => {
  const { id, userId, ...member } = await givenRequest();
  expect(await requestsOf(id)).toMatchObject([{ userId, status: "pending" }]);
  expect(await member.intents()).toMatchObject([{ state: "requested" }]);
  const waiting = async () => (await readHome(member.accountId)).requested.map(({ platform }) => platform);
  expect(await waiting()).toEqual(["field-nation"]);
  await member.pursue();
  await member.look();
  expect([await requestsOf(id), await member.openHolds(), await member.charges()]).toMatchObject([[{ status: "pending" }], 1, 0]);
  await act(id, { act: "assign", userId });
  await member.pursue();
  expect(await assigneeOf(outside, id)).toBe(userId);
  expect([await member.charges(), await member.openHolds(), await member.mails()]).toEqual([1, 1, ["accepted"]]);
  expect(await waiting()).toEqual([]);
});

test("a receipt says what had the order read back: our own look, or a verified message of the platform, which by itself proves nothing", async () => {
  const { id, userId, accountId, connectionId, ...member } = await givenRequest();
  const announce = async (delivery: string) => {
    await database`update connections set next_poll_at = now() + interval '1 hour', last_poll_at = now() - interval '1 hour' where id = ${connectionId}`;
    await recordPlatformEvent("field-nation", { deliveryId: `${delivery}-${accountId}`, platformUserId: String(userId) });
    const [event] = await database<{ id: string }[]>`select id from platform_events where delivery_id = ${`${delivery}-${accountId}`}`;
    await handlePlatformEvent(event?.id ?? "");
  };
  const prompted = async () => (await database`select prompted_at as at from intents where account_id = ${accountId}`)[0]?.at;
  const told = async () => {
    const [row] =
      await database`select a.confirmed_how as how, i.offer_id as offer, a.id from acceptances a join intents i on i.id = a.intent_id
      where a.account_id = ${accountId}`;
    const steps = (await readOffer(accountId, row?.offer ?? ""))?.timeline.map(({ what }) => what);
    return {
      how: row?.how,
      onReceipt: (await readReceipt(accountId, row?.id ?? ""))?.confirmedHow,
      announced: steps?.includes("announced"),
    };
  };
  await announce("untrue");
  expect(await prompted()).toBeInstanceOf(Date);
  await member.pursue();
  expect([await prompted(), await member.charges()]).toEqual([null, 0]);
  await announce("true");
  await act(id, { act: "assign", userId });
  await member.pursue();
  expect(await told()).toEqual({ how: "webhook", onReceipt: "webhook", announced: true });

  const other = await givenRequest(2);
  await act(other.id, { act: "assign", userId: other.userId });
  await other.pursue();
  expect(await database`select confirmed_how as how from acceptances where account_id = ${other.accountId}`).toEqual([
    { how: "read_back" },
  ]);
});

describe("a request that comes to nothing gives its time and its unit back", () => {
  test.each([
    ["refused by the buyer", { act: "deny" }, "refused_by_buyer"],
    ["the order is cancelled", { act: "cancel" }, "cancelled"],
    ["somebody else is assigned", { act: "rival" }, "someone_else"],
  ])("%s", async (_, what, outcome) => {
    const { id, userId, ...member } = await givenRequest();
    await act(id, what.act === "deny" ? { ...what, userId } : what);
    await member.pursue();
    expect(await member.intents()).toMatchObject([{ state: "lost", outcome }]);
    expect([await member.openHolds(), await member.units(), await member.charges()]).toEqual([0, 0, 0]);
  });

  test("it expires", async () => {
    const { id, ...member } = await givenRequest();
    await act(id, { act: "expire-requests" });
    await database`update intents set request_expires_at = now() where account_id = ${member.accountId}`;
    await member.pursue();
    expect(await member.intents()).toMatchObject([{ state: "lost", outcome: "request_expired" }]);
    expect(await member.openHolds()).toBe(0);
  });

  test("it stands on the platform past its end, and is taken back", async () => {
    const { id, accountId, ...member } = await givenRequest();
    await database`update intents set request_expires_at = now() + interval '1 minute' where account_id = ${accountId}`;
    await member.pursue();
    expect(await member.intents()).toMatchObject([{ state: "requested" }]);
    await database`update intents set request_expires_at = now() where account_id = ${accountId}`;
    await member.pursue();
    expect(await requestsOf(id)).toMatchObject([{ status: "withdrawn" }]);
    expect(await member.intents()).toMatchObject([{ state: "lost", outcome: "request_expired" }]);
    expect([await member.openHolds(), await member.units(), await member.charges()]).toEqual([0, 0, 0]);
  });

  test("the platform says nothing of it until a day after its work", async () => {
    const { accountId, ...member } = await givenRequest();
    const away = async (since: string) => {
      await database`update intents set window_start = now() - ${since}::interval - interval '2 hours', window_end = now() - ${since}::interval
        where account_id = ${accountId}`;
      await outside.control("POST", "/__faults", { target: "platform", fault: "unavailable_503", on: "read" });
      await member.pursue();
    };
    await away("23 hours");
    expect([await member.intents(), await member.openHolds()]).toMatchObject([[{ state: "requested" }], 1]);
    await away("24 hours");
    expect(await member.intents()).toMatchObject([{ state: "lost", outcome: "never_known" }]);
    expect([await member.openHolds(), await member.units(), await member.charges()]).toEqual([0, 0, 0]);
  });

  test("the member takes it back, and nobody else can", async () => {
    const { id, ...member } = await givenRequest();
    const [offer] = await member.offers();
    expect(await withdrawRequest((await givenMember()).accountId, offer?.id ?? "")).toBe(false);
    const presses = await Promise.all(Array.from({ length: 5 }, () => withdrawRequest(member.accountId, offer?.id ?? "")));
    expect(presses).toEqual(presses.map(() => true));
    const lines = await database`select act, reason from access_lines where subject = ${member.accountId} and act like 'offer.%'`;
    expect(lines.map(({ act, reason }) => [act, reason])).toEqual([["offer.withdraw", "withdrawn_by_member"]]);
    await member.pursue();
    expect(await requestsOf(id)).toMatchObject([{ status: "withdrawn" }]);
    expect(await member.intents()).toMatchObject([{ state: "lost", outcome: "withdrawn_by_member" }]);
    expect(await member.openHolds()).toBe(0);
  });

  test("the platform is unlinked", async () => {
    const { accountId, connectionId, ...member } = await givenRequest();
    await unlinkConnection(accountId, connectionId);
    await member.pursue();
    expect(await member.intents()).toMatchObject([{ state: "lost", outcome: "unlinked" }]);
    expect([await member.openHolds(), await member.units(), await member.charges()]).toEqual([0, 0, 0]);
  });

  test("the buyer moves the work", async () => {
    const { id, ...member } = await givenRequest();
    await act(id, { act: "reschedule", start: "2027-03-20T10:00:00Z" });
    await member.pursue();
    expect(await requestsOf(id)).toMatchObject([{ status: "withdrawn" }]);
    expect(await member.intents()).toMatchObject([{ state: "lost", outcome: "moved" }]);
  });
});

test("the buyer who decides while it is being withdrawn has decided: the work is the member's", async () => {
  const { id, userId, ...member } = await givenRequest();
  const [offer] = await member.offers();
  await withdrawRequest(member.accountId, offer?.id ?? "");
  await act(id, { act: "assign", userId });
  await member.pursue();
  expect([await member.charges(), await member.openHolds()]).toEqual([1, 1]);
});

test("work that the member was given elsewhere withdraws requests that it would overlap, and no others", async () => {
  const { id, userId, login, ...member } = await givenRequest(1);
  const apart = await putUp(outside, userId, 2, { kind: "request" });
  const byHand = await putUp(outside, userId, 1, { payCents: 1, hours: 1 });
  await member.look();
  await member.pursue();
  const session = await adapterFor("field-nation")?.logIn({ kind: "password", username: login.username, password: login.password });
  expect(await session?.acceptRouted(String(byHand.id))).toBe("accepted");
  await member.look();
  await member.pursue();
  expect(await requestsOf(id)).toMatchObject([{ status: "withdrawn" }]);
  expect(await requestsOf(apart.id)).toMatchObject([{ status: "pending" }]);
  const outcomes = (await member.intents()).map(({ state, outcome }) => [state, outcome]);
  expect(outcomes).toEqual([
    ["lost", "assigned_elsewhere"],
    ["requested", null],
  ]);
  expect(await member.charges()).toBe(0);
  await putUp(outside, userId, 1);
  await member.look();
  expect(await member.openHolds()).toBe(1);
});

test.each(["commit_then_timeout", "conflict_refresh", "unavailable_503", "expired_401"])(
  "%s while requesting ends in one request",
  async (fault) => {
    const member = await givenReady(outside);
    const watch = watching(database, member);
    const { id } = await putUp(outside, member.userId, 1, { kind: "request" });
    await watch.look();
    await outside.control("POST", "/__faults", { target: "platform", fault, on: "request", delayMs: 50, retryAfterSeconds: 1 });
    await watch.pursue();
    await database`update platform_permits set paused_until = null`;
    await watch.pursue();
    expect(await requestsOf(id)).toMatchObject([{ userId: member.userId, status: "pending" }]);
    expect(await watch.intents()).toMatchObject([{ state: "requested" }]);
    const [offer] = await watch.offers();
    expect((await readOffer(member.accountId, offer?.id ?? ""))?.timeline.map(({ what }) => what)).toContain("offer_requested");
  },
);
