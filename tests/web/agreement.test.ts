import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { insertConsent, listConsents } from "@/db/queries/consents";
import { consents } from "@/db/schema";
import { textOf } from "@/scripts/demo/visitor";
import { givenMember, host } from "@/tests/support/members";
import { useWorldSettings } from "@/tests/support/own-web";
import { logInCookie, type OpenForm, openForm, sendForm } from "@/tests/support/post-form";
import { world } from "@/tests/support/world";

const { web } = world();
beforeAll(useWorldSettings);
afterAll(closeDatabases);

const old = { policyVersion: "2020-01-01", monthlyCents: 900, unitCents: 2_000 };
/** Somebody who agreed to a version that is in force no more, logged in. */
async function givenAgreedLongAgo(): Promise<{ accountId: string; cookie: string }> {
  const { accountId, email, password } = await givenMember();
  await transaction(host, (tx) => tx.delete(consents).where(eq(consents.accountId, accountId)));
  await transaction({ kind: "member", accountId }, (tx) => insertConsent(tx, { accountId, ...old, agreedAt: new Date() }));
  return { accountId, cookie: await logInCookie(web, { email, password }) };
}
const versionsOf = async (accountId: string) =>
  (await transaction({ kind: "member", accountId }, (tx) => listConsents(tx, accountId))).map(({ policyVersion }) => policyVersion);
const page = async (path: string, cookie: string) => {
  const reply = await fetch(`${web}${path}`, { headers: { cookie }, redirect: "manual" });
  return textOf({ url: reply.url, status: reply.status, html: await reply.text() });
};
const agreementForm = (cookie: string) => openForm({ web, path: "/agreement", mark: 'name="agreed"', cookie });
const shown = (form: OpenForm) => Object.fromEntries(form.fields).policyVersion ?? "";

test("a member agrees to the version that is shown, once they have ticked it, and is told; nothing is asked any more", async () => {
  const { accountId, cookie } = await givenAgreedLongAgo();
  expect(await page("/home", cookie)).toContain("the automation waits for your agreement");
  const form = await agreementForm(cookie);
  const unticked = await sendForm(form, {}, { cookie });
  expect([unticked.status, await unticked.text()]).toEqual([400, expect.stringContaining("Tick this if you agree")]);
  expect(await versionsOf(accountId)).toEqual([old.policyVersion]);
  const agreed = await sendForm(form, { agreed: "on" }, { cookie });
  expect([agreed.status, agreed.headers.get("location")]).toEqual([303, "/agreement?agreed=1"]);
  expect(await versionsOf(accountId)).toEqual([shown(form), old.policyVersion]);
  expect(await page("/agreement?agreed=1", cookie)).toContain("Your agreement is recorded");
  expect(await page("/home", cookie)).not.toContain("waits for your agreement");
});

test.each([
  ["another version", { policyVersion: "2019-01-01" }],
  ["another monthly price", { monthlyCents: "1" }],
  ["another price of an order", { unitCents: "0" }],
])("%s than the one in force is not agreed to: nothing is recorded, and the page says so", async (_, forged) => {
  const { accountId, cookie } = await givenAgreedLongAgo();
  const reply = await sendForm(await agreementForm(cookie), { agreed: "on", ...forged }, { cookie });
  expect(reply.headers.get("location")).toBe("/agreement?changed=1");
  expect(await page("/agreement?changed=1", cookie)).toContain("The version changed while you were reading");
  expect(await versionsOf(accountId)).toEqual([old.policyVersion]);
});

test("a form agrees for whose session sends it, never for whose page it came from; without a session, or from elsewhere, for nobody", async () => {
  const [one, other] = [await givenAgreedLongAgo(), await givenAgreedLongAgo()];
  const form = await agreementForm(one.cookie);
  expect((await sendForm(form, { agreed: "on" })).status).not.toBe(200);
  expect((await sendForm(form, { agreed: "on" }, { cookie: one.cookie, headers: { origin: "https://elsewhere.example" } })).status).toBe(
    403,
  );
  expect([await versionsOf(one.accountId), await versionsOf(other.accountId)]).toEqual([[old.policyVersion], [old.policyVersion]]);
  await sendForm(form, { agreed: "on", accountId: one.accountId }, { cookie: other.cookie });
  expect(await versionsOf(one.accountId)).toEqual([old.policyVersion]);
  expect(await versionsOf(other.accountId)).toEqual([shown(form), old.policyVersion]);
});
