import { execFile } from "node:child_process";
import { afterAll, expect, test } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { askForInvite } from "@/lib/accounts/ask-for-invite";
import { findInvite } from "@/lib/accounts/find-invite";
import { isPermitted } from "@/lib/connections/permit-platform";
import { platformIds } from "@/lib/platforms/ids";
import { root } from "@/scripts/root";
import { inviteToken } from "@/tests/support/invites";
import { givenMember, newClient } from "@/tests/support/members";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));

/** Runs `npm run operator` as a person on the host does, with the settings of the worker that it needs. */
function operator(...given: string[]): Promise<{ code: number; out: string; complaint: string }> {
  const env = { PATH: process.env.PATH, HOLDFAST_HOME: "/nonexistent", WORKER_DATABASE_URL: process.env.WORKER_DATABASE_URL };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["scripts/run.mjs", "operator", ...given],
      { cwd: root, env: { ...env, NODE_ENV: "test" } },
      (error, out, complaint) => resolve({ code: typeof error?.code === "number" ? error.code : error ? 1 : 0, out, complaint }),
    );
  });
}

test("an invite is made, sent again and revoked from the host, and no link is printed", async () => {
  const made = await operator("invite", " Ada@Example.org ");
  expect(made).toMatchObject({ code: 0, complaint: "" });
  expect(made.out).toMatch(/^Invited ada@example\.org\. The worker mails the link; it works until .* UTC\.\nInvite [\da-f-]{36}\n$/);
  const inviteId = made.out.trimEnd().split(" ").at(-1) ?? "";
  expect(await findInvite(inviteToken({ id: inviteId, generation: 1 }))).toMatchObject({ email: "ada@example.org" });

  const again = await operator("invite", "ada@example.org");
  expect(again).toEqual({ code: 1, out: "", complaint: expect.stringContaining(`npm run operator -- resend ${inviteId}`) });

  expect(await operator("resend", "ada@example.org")).toMatchObject({ code: 0, out: expect.stringContaining("Earlier links are dead.") });
  expect(await findInvite(inviteToken({ id: inviteId, generation: 1 }))).toBeNull();
  expect(await findInvite(inviteToken({ id: inviteId, generation: 2 }))).toMatchObject({ inviteId });
  expect((await operator("invites")).out).toMatch(/^ada@example\.org {2}waiting to be sent since .* UTC {2}works until /);

  expect(await operator("revoke", inviteId)).toMatchObject({ code: 0 });
  expect(await findInvite(inviteToken({ id: inviteId, generation: 2 }))).toBeNull();
  expect((await operator("invites")).out).toMatch(/^ada@example\.org {2}revoked since (?!.*until)/);
  expect(await operator("revoke", inviteId)).toMatchObject({ code: 1, complaint: expect.stringContaining("There is no open invite") });

  const lines = await database`select act, actor from access_lines where object = ${`invite:${inviteId}`} order by id`;
  expect(lines).toEqual([
    { act: "invite.make", actor: "host:invite" },
    { act: "invite.resend", actor: "host:resend" },
    { act: "invite.revoke", actor: "host:revoke" },
  ]);
  const stored = JSON.stringify(await database`select template, account_id, subject_id, facts from outbox order by id`);
  expect(JSON.parse(stored)).toEqual([
    { template: "invite", account_id: null, subject_id: inviteId, facts: { generation: 1 } },
    { template: "invite", account_id: null, subject_id: inviteId, facts: { generation: 2 } },
  ]);
}, 240_000);

test("who asked for a new link is listed once, until they are invited", async () => {
  await askForInvite("Grace@example.org", newClient());
  await askForInvite("grace@example.org ", newClient());
  expect((await operator("asks")).out).toMatch(/^grace@example\.org {2}asked .* UTC\n$/);
  expect(await database`select count(*)::int as mails from outbox where template = 'invite-asked'`).toEqual([{ mails: 1 }]);
  await operator("invite", "grace@example.org");
  expect((await operator("asks")).out).toBe("Nobody is waiting for an invite.\n");
}, 240_000);

test.each(platformIds)(
  "automation on %s is permitted and forbidden from the host",
  async (platform) => {
    const permitted = () => transaction({ kind: "system", job: "test" }, (tx) => isPermitted(tx, platform));
    expect(await operator("permit", platform)).toMatchObject({ code: 0, out: expect.stringContaining("is on") });
    expect(await permitted()).toBe(true);
    expect(await operator("forbid", platform)).toMatchObject({ code: 0, out: expect.stringContaining("is off") });
    expect(await permitted()).toBe(false);
    expect(await database`select actor, act from access_lines where object = ${`platform:${platform}`} order by id`).toEqual([
      { actor: "host:permit", act: "platform.permit" },
      { actor: "host:forbid", act: "platform.forbid" },
    ]);
  },
  240_000,
);

test("the first owner is made on the host, and a member suspended, reinstated and terminated", async () => {
  const [owner, member] = [await givenMember(), await givenMember()];
  expect(await operator("role", owner.email, "owner")).toMatchObject({ code: 0, out: expect.stringContaining("now has the role owner") });
  const standing = async () =>
    (await database`select email, state, role from accounts where id in (${owner.accountId}, ${member.accountId}) order by created_at`).map(
      ({ state, role }) => [state, role],
    );
  expect(await operator("suspend", member.email)).toMatchObject({ code: 0 });
  expect(await standing()).toEqual([
    ["active", "owner"],
    ["suspended", null],
  ]);
  expect(await operator("reinstate", member.email)).toMatchObject({ code: 0 });
  expect(await operator("terminate", member.email)).toMatchObject({ code: 0 });
  expect(await standing()).toEqual([
    ["active", "owner"],
    ["terminated", null],
  ]);
  expect(await operator("role", owner.email, "none")).toMatchObject({ code: 1, complaint: expect.stringContaining("last active owner") });
  expect(await operator("role", owner.email, "king")).toMatchObject({ code: 1, complaint: expect.stringContaining("it is no role") });
  expect(await operator("role", "nobody@example.org", "owner")).toMatchObject({ code: 1, complaint: "No account has that address.\n" });
  expect((await operator("reset-factors", owner.email)).out).toContain("an owner can cancel it");
}, 240_000);

test("wrong use is told with the usage and exit code 2, a refusal in plain words with 1", async () => {
  const outcomes = await Promise.all(
    [[], ["fly"], ["invite"], ["invite", "not an address"], ["resend", "nobody@example.org"], ["permit", "myspace"], ["--help"]].map(
      (given) => operator(...given),
    ),
  );
  expect(outcomes).toMatchObject([
    { code: 2, complaint: expect.stringContaining("Usage: npm run operator -- <command>") },
    { code: 2, complaint: expect.stringMatching(/^There is no command "fly"\./) },
    { code: 2, complaint: expect.stringMatching(/^"invite" needs an argument/) },
    { code: 1, complaint: expect.stringContaining("not an e-mail address") },
    { code: 1, complaint: expect.stringContaining("no open invite") },
    { code: 1, complaint: 'There is no platform called "myspace". There is: field-nation, service-channel.\n' },
    { code: 0, out: expect.stringContaining("invite <email>") },
  ]);
}, 240_000);
