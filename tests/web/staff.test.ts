import { beforeAll, expect, test } from "vitest";
import { permissionOf, staffLinks } from "@/app/_ui/staff-links";
import { giveSupportLeave, readSupportLeave } from "@/lib/accounts/give-support-leave";
import { may, type Role, roles } from "@/lib/accounts/permissions";
import { readMember } from "@/lib/accounts/read-member";
import { readAccessLog } from "@/lib/audit/read-access-log";
import { suspendMember } from "@/lib/membership/suspend-member";
import { whoMay } from "@/lib/web/staff-refusals";
import { outsideOf } from "@/scripts/demo/outside";
import { formsOf, textOf } from "@/scripts/demo/visitor";
import { type Everyone, givenEveryone } from "@/tests/support/everyone";
import { makeStale } from "@/tests/support/make-stale";
import { givenMember, newEmail } from "@/tests/support/members";
import { useWorldSettings } from "@/tests/support/own-web";
import { logInCookie, openForm, postLogin, sendForm } from "@/tests/support/post-form";
import { sessionCookie } from "@/tests/support/session-cookie";
import { givenStaff } from "@/tests/support/staff";
import { waitFor } from "@/tests/support/wait-for";
import { world } from "@/tests/support/world";

const { web, sandbox, settings, accounts } = world();
const unknownId = "018f0000-0000-7000-8000-000000000000";

const get = (path: string, cookie = "") => fetch(`${web}${path}`, { headers: cookie ? { cookie } : {}, redirect: "manual" });
/** What a person reads on a page, its title included. */
async function read(response: Response): Promise<string> {
  const html = await response.text();
  return `${/<title>([^<]*)/.exec(html)?.[1]}\n${textOf({ url: response.url, status: response.status, html })}`;
}

let as: Everyone["as"];
let member: Everyone["member"];
beforeAll(async () => {
  useWorldSettings();
  ({ as, member } = await givenEveryone());
});

const pages = () => [
  ...staffLinks.map(({ href }) => href),
  `/operator/members/${member.accountId}`,
  `/operator/members/${member.accountId}/support`,
];

test("for a visitor every operator page leads to the login, and back", async () => {
  for (const path of pages()) {
    const answer = await get(path);
    expect([answer.status, answer.headers.get("location")]).toEqual([307, `/login?next=${encodeURIComponent(path)}`]);
  }
});

test("for a member there are no such pages: the answer is that of a page that never was", async () => {
  const never = await get("/operating-theatre", member.cookie);
  const missing = await read(never);
  expect(never.status).toBe(404);
  for (const path of [...pages(), "/operator/nothing-here"]) {
    const answer = await get(path, member.cookie);
    expect([answer.status, await read(answer)], path).toEqual([404, missing]);
  }
});

test("staff without a second factor are led to set one up, from every page", async () => {
  const cookie = await sessionCookie((await givenStaff("owner", "password")).sessionId);
  for (const path of pages()) {
    const answer = await get(path, cookie);
    expect([answer.status, answer.headers.get("location")]).toEqual([307, "/settings/security?needed=staff"]);
  }
});

test.each(roles)("as the table of permissions says, %s sees a page, or a 403 that says who can", async (role) => {
  for (const path of pages()) {
    const permission = permissionOf(path);
    if (!permission) throw new Error(`${path} names no permission`);
    const answer = await get(path, as(role));
    const text = await read(answer);
    expect(answer.status, `${role} on ${path}`).toBe(may(role, permission) ? 200 : 403);
    expect(text.includes(`${whoMay(permission)} can see this page.`)).toBe(!may(role, permission));
  }
});

test("who is refused a page while logged in finds that in their log, once, with from where and without what was typed", async () => {
  const person = await givenMember();
  const cookie = await logInCookie(web, person);
  await get("/operator/keys", cookie);
  await get(`/offers/${unknownId}`, cookie);
  await get("/offers/Robert'); drop", cookie);
  const { lines } = await readAccessLog(person.accountId, { people: "all", before: null });
  const refused = lines.filter(({ act }) => act === "request.refuse");
  expect(refused.map(({ reason, network }) => [reason, network])).toEqual(Array.from({ length: 3 }, () => ["not_found", "127.0.0.0/24"]));
});

test("the access log is shown and exported after a reason, to roles that may read it", async () => {
  const path = "/operator/access-log";
  expect(await read(await get(path, as("auditor")))).not.toContain("was signed");
  const page = await read(await get(`${path}?reason=review&whose=${encodeURIComponent(member.email)}`, as("auditor")));
  expect(page).toContain("session.start");
  const ask = (body: string, cookie: string) => {
    const headers = { cookie, origin: web, "content-type": "application/x-www-form-urlencoded" };
    return fetch(`${web}${path}/export`, { method: "POST", headers, body, redirect: "manual" });
  };
  expect((await ask("reason=review", as("support"))).status).toBe(403);
  expect((await ask("", as("security"))).status).toBe(400);
  const file = await ask(`reason=review&whose=${encodeURIComponent(member.email)}`, as("security"));
  expect([file.status, file.headers.get("content-type")]).toEqual([200, expect.stringContaining("text/csv")]);
  expect(await file.text()).toContain('"session.start"');
});

test("an auditor is shown no form that changes anything", async () => {
  for (const path of pages().filter((path) => may("auditor", permissionOf(path) ?? "staff.write"))) {
    const answer = await get(path, as("auditor"));
    const html = await answer.text();
    const posting = formsOf({ url: `${web}${path}`, status: 200, html }).filter(({ html: form }) => /method="post"/i.test(form));
    // Every page has the menu's way out; an export writes nothing but that it was taken.
    const harmless = /Log out|action="[^"]*\/export"/;
    expect(posting.filter(({ html: form }) => !harmless.test(form)).map(({ html: form }) => form)).toEqual([]);
  }
});

test("another's form, sent by a role that may not: 403, and nothing is done", async () => {
  const email = newEmail();
  const form = await openForm({ web, path: "/operator/invites", mark: 'type="email"', cookie: as("owner") });
  const refused = await sendForm(form, { email }, { cookie: as("auditor") });
  expect(refused.status).toBe(403);
  expect((await sendForm(form, { email }, { cookie: member.cookie })).status).toBe(404);
  expect((await sendForm(form, { email }, { cookie: "" })).headers.get("location")).toMatch(/^\/login/);
  expect(await read(await get(`/operator/invites?q=${encodeURIComponent(email)}`, as("owner")))).toContain(
    "Nothing fits what you look for",
  );
});

test("an invite is made, found, sent again and revoked", async () => {
  const email = newEmail();
  const cookie = as("support");
  const make = await openForm({ web, path: "/operator/invites", mark: 'type="email"', cookie });
  expect(await read(await sendForm(make, { email }, { cookie }))).toContain(`Invited ${email}.`);
  expect(await read(await sendForm(make, { email }, { cookie }))).toContain("has an open invite");
  const path = `/operator/invites?q=${encodeURIComponent(email)}`;
  const row = (mark: string) => openForm({ web, path, mark, cookie });
  expect(await read(await sendForm(await row("Send again"), {}, { cookie }))).toMatch(/Waiting to be sent|Sent/);
  await sendForm(await row("Revoke<"), {}, { cookie });
  expect(await read(await get(`${path}&state=revoked`, cookie))).toContain(email);
  expect(await read(await get(`${path}&state=open`, cookie))).toContain("Nothing fits what you look for");
});

test("a member is found and suspended, and their very next request is a stranger's", { timeout: 120_000 }, async () => {
  const person = await givenMember();
  const cookie = await logInCookie(web, person);
  expect(await read(await get(`/operator/members?q=${encodeURIComponent(person.email)}`, as("billing")))).toContain(person.email);
  const path = `/operator/members/${person.accountId}?reason=change_of_standing`;
  const page = await read(await get(path, as("security")));
  for (const told of ["No plan is running", "$25.00 each", "nothing new is accepted"]) expect(page).toContain(told);
  expect(page).not.toContain("Newest paid month");
  expect(await read(await get(path, as("billing")))).toContain("No month of the plan was paid");
  const suspend = await openForm({ web, path, mark: "Suspend", cookie: as("security") });
  expect(await read(await sendForm(suspend, {}, { cookie: as("security") }))).toContain("Choose why.");
  expect(await read(await sendForm(suspend, { reason: "unpaid" }, { cookie: as("security") }))).toContain("suspended");
  expect((await get("/home", cookie)).headers.get("location")).toMatch(/^\/login/);
  expect(await read(await postLogin(web, person))).toMatch(
    /This account is suspended.* The plan has not been paid\. A plan is not paused by that\. .* write to the address in the mail/,
  );
  const mail = await waitFor(
    "the mail about it",
    async () => (await outsideOf({ sandbox }).mailTo(person.email)).find(({ subject }) => subject.includes("suspended")),
    { withinMs: 60_000 },
  );
  expect(mail.text).toContain(`write to ${settings.worker.OPERATOR_EMAIL}.`);
  expect(await read(await get(`/operator/members?state=suspended&q=${encodeURIComponent(person.email)}`, as("auditor")))).toContain(
    person.email,
  );
});

test("the root key is rotated from its page, which shows how it goes, by roles that may", async () => {
  const version = async (role: Role) => Number(/Version in use\s+(\d+)/.exec(await read(await get("/operator/keys", as(role))))?.[1]);
  const before = await version("auditor");
  expect(before).toBeGreaterThan(0);
  expect(await (await get("/operator/keys", as("auditor"))).text()).not.toContain('value="rotate-root"');
  const rotate = await openForm({ web, path: "/operator/keys", mark: 'value="rotate-root"', cookie: as("security") });
  expect(await read(await sendForm(rotate, {}, { cookie: as("security") }))).toContain("By staff");
  await waitFor("the worker to have a new root key", async () => (await version("auditor")) === before + 1, { withinMs: 60_000 });
});

test.each([
  ["a role is changed", "Change the role", { role: "support" }],
  ["a member is suspended", "Suspend", { reason: "security_concern" }],
  ["a suspension is ended", "End the suspension", {}],
  ["a membership is ended", "End the membership", { reason: "security_concern", sure: "yes" }],
])("a stale proof leads to the verification before %s, and nothing is done", async (_, mark, fields) => {
  const [owner, { accountId }] = [await givenStaff("owner"), await givenMember()];
  if (mark === "End the suspension") await suspendMember(owner.actor, accountId, "security_concern");
  const standing = async () => (await readMember(owner.actor, accountId, "change_of_standing")).state;
  const before = await standing();
  const cookie = await sessionCookie(owner.sessionId);
  const path = `/operator/members/${accountId}?reason=change_of_standing`;
  const form = await openForm({ web, path, mark, cookie });
  await makeStale(owner.sessionId);
  const answer = await sendForm(form, fields, { cookie });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, `/login/verify?next=${encodeURIComponent(path)}`]);
  expect(await standing()).toBe(before);
});

test("with a member's leave support looks, and the member sees that; without it there is nothing to see", async () => {
  const path = `/operator/members/${member.accountId}/support?reason=member_asked`;
  const refused = await get(path, as("support"));
  expect([refused.status, (await read(refused)).includes("The member gives no leave")]).toEqual([403, true]);
  await giveSupportLeave(member.accountId, "hour");
  const view = await read(await get(path, as("support")));
  expect(view).toContain("America/Chicago");
  expect(view).not.toContain(member.email);
  expect((await readSupportLeave(member.accountId)).looks.filter(({ what }) => what === "support.look")).toHaveLength(1);
  expect(await read(await get("/settings/support", member.cookie))).toContain("You asked for help");
});

test("another's id, a missing one and a mistyped one are the same missing page", async () => {
  const other = await givenMember();
  const routes: [string, string, string?][] = [
    ["/offers", member.cookie],
    ["/billing/receipts", member.cookie],
    ["/operator/members", as("owner"), "?reason=member_asked"],
  ];
  for (const [route, cookie, query = ""] of routes) {
    const answers = new Set<string>();
    const ids = [unknownId, "not-an-id", ...(route === "/operator/members" ? [] : [other.accountId])];
    for (const id of ids) {
      const answer = await get(`${route}/${id}${query}`, cookie);
      const nonce = /'nonce-([^']+)'/.exec(answer.headers.get("content-security-policy") ?? "")?.[1] ?? "";
      const html = (await answer.text())
        .replaceAll(id, "ID")
        .replaceAll(nonce, "NONCE")
        .replaceAll(/(secondsLeft\W+)\d+/g, "$1SECONDS");
      expect(answer.status, `${route}/${id}`).toBe(404);
      expect(textOf({ url: "", status: 404, html }), `${route}/${id}`).toContain("No such page");
      // What streams in pieces, in no set order, is compared line by line.
      const pieces = html.replaceAll(/"\]\)<\/script><script[^>]*>self\.__next_f\.push\(\[1,"/g, "");
      answers.add(pieces.split("\\n").toSorted().join("\n"));
    }
    const [first = [], second = first] = [...answers].map((answer) => answer.split("\n"));
    expect(
      second.filter((line) => !first.includes(line)),
      route,
    ).toEqual([]);
    expect(answers.size, route).toBe(1);
  }
});

test("the sandbox's owner logs in with its password and is asked for its factor", async () => {
  const { owner } = accounts;
  if (!owner) throw new Error("the world has no owner");
  expect(owner.totpSecret).toMatch(/^[A-Z2-7]{32}$/);
  const form = await openForm({ web, path: "/login", mark: 'name="password"' });
  const answer = await sendForm(form, { email: owner.email, password: owner.password });
  expect(answer.headers.get("location")).toMatch(/^\/login\/verify/);
});
