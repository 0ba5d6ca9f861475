import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { transaction } from "@/db/client";
import { connections, offers } from "@/db/schema";
import { readSchedule } from "@/lib/schedule/read-schedule";
import { givenAcceptance } from "@/tests/domain/support/given-acceptance";
import { type Answered, ask } from "@/tests/support/ask";
import { type BuiltAction, builtActions, callAction } from "@/tests/support/call-action";
import { type BuildCopy, copyBuildWithoutMiddleware } from "@/tests/support/copy-build";
import { givenMember } from "@/tests/support/members";
import { type OwnWeb, startOwnWeb, useWorldSettings } from "@/tests/support/own-web";
import { logInCookie } from "@/tests/support/post-form";
import { waitFor } from "@/tests/support/wait-for";
import { world } from "@/tests/support/world";
import { foreign, type Outcome, readings, rsc } from "./bypass-attacks";

/**
 * Attacks on web in three states: as it ships; with its middleware switched off (see copyBuildWithoutMiddleware); and with neither the
 * middleware nor web's entry, where Next's own server stands alone before the guards of lib/web and the rules of the database.
 */
const states = ["as it ships", "without its middleware", "without middleware and entry"] as const;
type State = (typeof states)[number];

/** On the settings page of whoever is logged in, and on no other. */
const ofMembersAlone = "Your account and this login.";

const hours = { timeZone: "America/Chicago", "start-1": "09:00", "end-1": "17:00" };

describe.each(states)("%s", (state: State) => {
  const isNextAlone = state === "without middleware and entry";
  let web: OwnWeb;
  let member: { accountId: string; cookie: string };
  let build: BuildCopy | null = null;
  let actions: BuiltAction[];
  function actionOf(name: string): BuiltAction {
    const found = actions.find((action) => action.name === name);
    if (!found) throw new Error(`the build has no action ${name}`);
    return found;
  }

  beforeAll(async () => {
    useWorldSettings();
    actions = builtActions();
    build = state === "as it ships" ? null : copyBuildWithoutMiddleware();
    web = await startOwnWeb(
      { REQUESTS_PER_MINUTE: "100000" },
      { ...(build ? { directory: build.directory } : {}), withoutEntry: isNextAlone },
    );
    member = await givenCookie();
  }, 180_000);
  afterAll(async () => {
    await web?.stop();
    build?.remove();
  });

  async function givenCookie(): Promise<{ accountId: string; cookie: string }> {
    const member = await givenMember();
    return { accountId: member.accountId, cookie: await logInCookie(world().web, member) };
  }

  const settings = async (headers: Record<string, string> = {}) =>
    (await read("/settings", { cookie: member.cookie, ...headers })).body.includes(ofMembersAlone);

  /** Follows what stays within the same page: a tidied path, a router's cache key. */
  async function read(path: string, headers: Record<string, string>): Promise<Answered> {
    let answered = await ask(web.url, path, { headers });
    for (let hop = 0; hop < 3; hop += 1) {
      const { location = "" } = answered.headers;
      if (!location.startsWith("/") || location.startsWith("/login")) break;
      answered = await ask(web.url, location, { headers });
    }
    return answered;
  }

  test("is so: a nonce is the middleware's, any policy at all the entry's", async () => {
    const { headers } = await ask(web.url, "/login");
    const policy = String(headers["content-security-policy"] ?? "none");
    const told = policy.includes("nonce-") ? "as it ships" : policy === "none" ? "without middleware and entry" : "without its middleware";
    expect(told).toBe(state);
  });

  test("a member sees the page that the attacks are after, whole and as the router asks for it", async () => {
    expect(await settings()).toBe(true);
    expect(await settings(rsc)).toBe(true);
  });

  /** What an answer came to, in the words of the table; Next alone refuses in ways of its own, which count as the table's. */
  function outcomeOf({ status, headers: { location = "" }, body }: Answered, wanted: Outcome): Outcome | string {
    if (isNextAlone && typeof wanted === "number" && status >= 300) return wanted;
    if (/^(https?:)?\/\/(?!localhost)/.test(location)) return `led to ${location}`;
    if (status >= 400) return status;
    if (`${location}${body}`.includes("/login?next=") || location.startsWith("/login") || body.includes("NEXT_REDIRECT;")) return "login";
    if (status === 200) return body.includes('"r":[null,null]') ? "tree" : "ignored";
    return `${status} ${location}`;
  }

  test.each(readings)("reading by %s gets nothing of a member's", async (_, path, headers, outcome) => {
    const answered = await read(path, headers);
    expect(answered.body).not.toContain(ofMembersAlone);
    expect(outcomeOf(answered, outcome)).toBe(outcome);
  });

  test("an action called from our own pages does its work, so that the attacks below are what is refused", async () => {
    const { accountId, cookie } = await givenCookie();
    await callAction(web.url, { ...actionOf("keepSchedule"), path: "/schedule", fields: hours, headers: { cookie, origin: web.url } });
    expect((await readSchedule(accountId)).hours).toHaveLength(1);
  });

  test.each(foreign)("no action of the build runs for %s, on its page or another", async (_, headers) => {
    const before = await readSchedule(member.accountId);
    for (const action of actions) {
      for (const path of [action.page, "/"]) {
        const { status, body } = await callAction(web.url, {
          ...action,
          path,
          fields: hours,
          headers: { cookie: member.cookie, ...headers },
        });
        // Left alone, Next answers in its own way, or with what the action's own guard says or throws.
        const isRefused = isNextAlone ? status >= 400 || /site\. Open the page again|^\d+:E\{/m.test(body) : status === 403;
        expect([action.name, path, status, isRefused]).toEqual([action.name, path, status, true]);
      }
    }
    expect(await readSchedule(member.accountId)).toEqual(before);
    expect(await settings()).toBe(true);
  });

  test("what the browser calls cross-site or same-site is refused under our own origin too", async () => {
    const before = await readSchedule(member.accountId);
    for (const site of ["cross-site", "same-site"]) {
      const headers = { cookie: member.cookie, origin: web.url, "sec-fetch-site": site };
      await callAction(web.url, { ...actionOf("keepSchedule"), path: "/schedule", fields: hours, headers });
    }
    expect(await readSchedule(member.accountId)).toEqual(before);
  });

  test("no action of a member's or of staff's runs without a session, on its page or another", async () => {
    // Logging out has nothing to end without a session, and leads to the login in any case.
    const behindLogin = actions.filter(({ file, name }) => /^app\/\((member|staff)\)/.test(file) && name !== "logOut");
    for (const action of behindLogin) {
      for (const path of [action.page, "/login", "/"]) {
        const { headers, status, body } = await callAction(web.url, { ...action, path, fields: hours, headers: { origin: web.url } });
        const isLed = String(headers["x-action-redirect"]).startsWith("/login");
        // Elsewhere than on its page Next hands a call on, and drops the redirect that comes back: what counts is that nothing was done.
        const isRefused = isLed || status >= 400 || (path !== action.page && /^(\{\})?$/.test(body));
        expect([action.name, path, status, isRefused]).toEqual([action.name, path, status, true]);
      }
    }
  });

  test("an override of the method makes no GET change anything", async () => {
    const before = await readSchedule(member.accountId);
    const overrides = { "x-http-method-override": "POST", "x-http-method": "POST", "x-method-override": "POST" };
    const headers = { cookie: member.cookie, origin: web.url, ...overrides };
    await ask(web.url, "/schedule?_method=POST", { headers: { ...headers, "next-action": actionOf("keepSchedule").id } });
    await ask(web.url, "/settings?_method=POST", { headers: { ...headers, "next-action": actionOf("logOut").id } });
    await ask(web.url, "/api/auth/signout?_method=POST", { headers });
    expect(await readSchedule(member.accountId)).toEqual(before);
    expect(await settings()).toBe(true);
  });

  test.each(foreign)("next-auth's routes that change state refuse %s, token and all", async (_, headers) => {
    const csrf = await ask(web.url, "/api/auth/csrf");
    const { csrfToken } = JSON.parse(csrf.body) as { csrfToken: string };
    const cookie = [member.cookie, ...(csrf.headers["set-cookie"] ?? []).map((line) => line.split(";", 1)[0])].join("; ");
    for (const path of ["/api/auth/signout", "/api/auth/callback/credentials"]) {
      const { status } = await ask(web.url, path, {
        method: "POST",
        headers: { ...headers, cookie, "content-type": "application/x-www-form-urlencoded" },
        body: `csrfToken=${csrfToken}`,
      });
      expect(status).toBe(403);
    }
    expect(await settings()).toBe(true);
  });

  describe("what is another member's", () => {
    const missing = "00000000-0000-4000-8000-000000000000";
    async function givenObjects(accountId: string): Promise<{ receipt: string; offer: string; connection: string }> {
      const receipt = await givenAcceptance(accountId);
      const [row] = await transaction({ kind: "member", accountId }, (tx) =>
        tx.select({ offer: offers.id, connection: offers.connectionId }).from(offers).where(eq(offers.accountId, accountId)),
      );
      if (!row) throw new Error("no offer was made");
      return { receipt, ...row };
    }
    const bare = ({ status, body }: Answered, id: string) => `${status}, ${body.replaceAll(id, "ID").replace(/nonce="[^"]*"/g, "").length}`;

    test.each([
      ["an offer", "/offers/", "offer"],
      ["a receipt", "/billing/receipts/", "receipt"],
    ] as const)("%s is as missing as one that never was", async (_, path, kind) => {
      const owner = await givenCookie();
      const { cookie } = member;
      const { [kind]: id } = await givenObjects(owner.accountId);
      // How the server cuts its stream, and so the length, hangs on how busy it is; a page that tells would differ each time.
      await waitFor("one answer for both", async () => {
        const theirs = await ask(web.url, `${path}${id}`, { headers: { cookie } });
        const none = await ask(web.url, `${path}${missing}`, { headers: { cookie } });
        expect([theirs.status, none.status]).toEqual([404, 404]);
        return bare(theirs, id) === bare(none, missing);
      });
    });

    test("their own page shows it", async () => {
      const owner = await givenCookie();
      const { offer } = await givenObjects(owner.accountId);
      expect((await ask(web.url, `/offers/${offer}`, { headers: { cookie: owner.cookie } })).status).toBe(200);
    });

    test("a connection is neither switched nor unlinked, and the answer is that of a missing one", async () => {
      const owner = await givenCookie();
      const { cookie } = member;
      const { connection } = await givenObjects(owner.accountId);
      const row = () =>
        transaction({ kind: "member", accountId: owner.accountId }, (tx) =>
          tx.select().from(connections).where(eq(connections.id, connection)),
        );
      const before = await row();
      for (const name of ["switchMode", "unlink"]) {
        const call = (id: string) =>
          callAction(web.url, {
            ...actionOf(name),
            path: "/connections",
            fields: { connection: id, mode: "auto" },
            headers: { cookie, origin: web.url },
          });
        const [theirs, none] = [await call(connection), await call(missing)];
        expect(theirs.body).toContain("refused");
        expect(bare(theirs, connection)).toEqual(bare(none, missing));
      }
      expect(await row()).toEqual(before);
    });
  });
});
