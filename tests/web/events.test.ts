import { sql } from "drizzle-orm";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { transaction } from "@/db/client";
import { endSession } from "@/lib/accounts/end-session";
import { pause, resume } from "@/lib/orders/pause";
import { breakableLink } from "@/tests/support/breakable-link";
import { givenMember } from "@/tests/support/members";
import { startOwnWeb, useWorldSettings } from "@/tests/support/own-web";
import { logInCookie } from "@/tests/support/post-form";
import { sessionIdIn } from "@/tests/support/session-cookie";
import { waitFor } from "@/tests/support/wait-for";
import { world } from "@/tests/support/world";

const { web, settings } = world();
beforeAll(useWorldSettings);

async function givenLogin(url = web) {
  const member = await givenMember();
  return { ...member, cookie: await logInCookie(url, member) };
}

/** Opens a stream and gathers what it says. */
async function listen(cookie: string, url = web) {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const response = await fetch(`${url}/api/events`, { headers: { cookie, accept: "text/event-stream" }, signal: abort.signal });
  const heard = { text: "", ended: false };
  const read = async () => {
    for await (const chunk of response.body ?? []) heard.text += new TextDecoder().decode(chunk);
  };
  void read()
    .catch(() => undefined)
    .finally(() => {
      heard.ended = true;
    });
  await waitFor("the stream's beginning", () => heard.text !== "" || heard.ended);
  return { response, heard, changes: () => heard.text.split("data: changed").length - 1 };
}

test("a change that another process commits arrives within a second, without data, and nobody else hears of it", async () => {
  const [mine, other] = [await givenLogin(), await givenLogin()];
  const [here, there] = [await listen(mine.cookie), await listen(other.cookie)];
  expect(Object.fromEntries(here.response.headers)).toMatchObject({
    "content-type": expect.stringContaining("text/event-stream"),
    "cache-control": expect.stringContaining("no-store"),
    "x-accel-buffering": "no",
  });
  const before = here.changes();
  const otherBefore = there.changes();
  // This test is not web: it is the other process.
  await pause(mine.accountId, null);
  await waitFor("the change", () => here.changes() > before, { withinMs: 1_000 });
  await resume(mine.accountId);
  await waitFor("the next change", () => here.changes() > before + 1, { withinMs: 1_000 });
  // What is heard of in order has passed the other's stream by now.
  await pause(other.accountId, null);
  await waitFor("the other's own change", () => there.changes() > otherBefore);
  expect(there.changes()).toBe(otherBefore + 1);
  expect(here.heard.text.replaceAll(/: still here|data: changed|\s/g, "")).toBe("");
});

test("a stream ends within fifteen seconds of its session, and listening keeps no session alive", { timeout: 60_000 }, async () => {
  const { cookie, accountId } = await givenLogin();
  const sessionId = await sessionIdIn(cookie);
  const seen = () =>
    transaction({ kind: "member", accountId }, (tx) => tx.execute(sql`select seen_at::text as at from sessions where id = ${sessionId}`));
  await transaction({ kind: "member", accountId }, (tx) =>
    tx.execute(sql`update sessions set seen_at = seen_at - interval '5 minutes' where id = ${sessionId}`),
  );
  const before = await seen();
  const stream = await listen(cookie);
  expect(await seen()).toEqual(before);
  expect(stream.heard.ended).toBe(false);
  await endSession(sessionId, "reported");
  await waitFor("the end of the stream", () => stream.heard.ended, { withinMs: 15_000 });
  expect((await listen(cookie)).response.status).toBe(401);
});

test("a session has at most four streams, and a closed one makes room", async () => {
  const { cookie } = await givenLogin();
  const abort = new AbortController();
  const headers = { cookie, accept: "text/event-stream" };
  const first = await fetch(`${web}/api/events`, { headers, signal: abort.signal });
  expect(first.status).toBe(200);
  for (let more = 0; more < 3; more += 1) expect((await listen(cookie)).response.status).toBe(200);
  expect((await listen(cookie)).response.status).toBe(429);
  abort.abort();
  await waitFor("room for another", async () => (await listen(cookie)).response.status === 200);
});

test("without a session there is no stream", async () => {
  expect((await fetch(`${web}/api/events`)).status).toBe(401);
});

test("after the database was away an open stream hears again or ends, and none holds web's end up nor counts as a request in hand", {
  timeout: 240_000,
}, async () => {
  const link = await breakableLink(settings.web.WEB_DATABASE_URL ?? "");
  const own = await startOwnWeb({ WEB_DATABASE_URL: link.url });
  onTestFinished(own.stop);
  const { cookie, accountId } = await givenLogin(own.url);
  const before = await listen(cookie, own.url);
  const ready = async () => (await fetch(`${own.url}/api/health/ready`)).status;
  link.break();
  expect(await ready()).toBe(503);
  await link.mend();
  await waitFor("web to have its database again", async () => (await ready()) === 200, { withinMs: 60_000 });
  // A stream that stays open and never hears again is what a person would not notice.
  const heard = before.changes();
  const change = async () => {
    await pause(accountId, null);
    await resume(accountId);
  };
  const told = async () => {
    await change();
    return before.heard.ended || before.changes() > heard;
  };
  await waitFor("the stream to hear, or to end", told, { withinMs: 60_000, everyMs: 250 });

  const after = await listen(cookie, own.url);
  const first = after.changes();
  await change();
  await waitFor("the change", () => after.changes() > first);
  const asked = Date.now();
  own.process.kill("SIGTERM");
  expect(await own.ended).toBe(0);
  expect(Date.now() - asked).toBeLessThan(4_000);
  await waitFor("the end of the stream", () => after.heard.ended);
});
