import { sql } from "drizzle-orm";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { confirmContact, contactForm, readContact, saveContact } from "@/lib/accounts/keep-contact";
import { lookAtContact } from "@/lib/accounts/look-at-contact";
import { dayMs, later } from "@/lib/base/clock";
import { givenMember } from "@/tests/support/members";
import { givenStaff } from "@/tests/support/staff";

afterEach(() => {
  vi.useRealTimers();
});
afterAll(closeDatabases);

/** What the member themselves can read of looks at how to reach them. */
const looksAt = (accountId: string) =>
  transaction({ kind: "member", accountId }, async (tx) => [
    ...(await tx.execute(sql`select actor, reason from access_lines where act = 'contact.look' order by id`)),
  ]);

const days = (count: number) => vi.setSystemTime(later(new Date(), count * dayMs));

test("a member is asked a year after they joined, and a year after each answer", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const { accountId } = await givenMember();
  const due = async () => (await readContact(accountId)).due;
  expect(await due()).toBe(false);
  days(366);
  expect(await due()).toBe(true);
  await confirmContact(accountId);
  expect(await due()).toBe(false);
  days(364);
  expect(await due()).toBe(false);
  days(2);
  expect(await due()).toBe(true);
  await saveContact(accountId, { name: "Ada Byron", phone: null });
  expect(await readContact(accountId)).toMatchObject({ name: "Ada Byron", phone: null, due: false });
});

test("saying that it is still right changes nothing of it", async () => {
  const { accountId } = await givenMember();
  await saveContact(accountId, { name: "Ada Byron", phone: "+1 312 555 0100" });
  await confirmContact(accountId);
  expect(await readContact(accountId)).toMatchObject({ name: "Ada Byron", phone: "+1 312 555 0100" });
});

test.each([
  ["a control character", "Ada\u0007Byron"],
  ["a line break", "Ada\nByron"],
  ["NUL", "Ada\u0000"],
  ["a direction override", "Ada \u202Enoryb"],
  ["a direction isolate", "Ada \u2066Byron"],
  ["a lone surrogate", "Ada \uD800"],
  ["a line separator", "Ada\u2028Byron"],
  ["101 characters", "a".repeat(101)],
])("a name with %s is refused", (_, name) => {
  expect(contactForm.safeParse({ name, phone: "" }).success).toBe(false);
});

test.each([
  ["Ada <b>Byron</b>", "Ada <b>Byron</b>"],
  ["  Zoe\u0308 ", "Zoë"],
  ["李小龍", "李小龍"],
  ["مریم میرزاخانی", "مریم میرزاخانی"],
  ["🧑‍🔧 Sam", "🧑‍🔧 Sam"],
  ["", null],
])("the name %j is kept as %j", (given, kept) => {
  expect(contactForm.parse({ name: given, phone: "" }).name).toBe(kept);
});

test.each(["+1 (312) 555-0100", "0049 30 1234567", "312.555.0100 x12"])("the phone number %s is taken", (phone) => {
  expect(contactForm.parse({ name: "", phone }).phone).toBe(phone);
});

test.each(["call me", "12", "+1 312 555 0100; drop table", "<script>"])("the phone number %s is refused", (phone) => {
  expect(contactForm.safeParse({ name: "", phone }).success).toBe(false);
});

test("staff see how to reach a member with a reason, and the member sees each look and why", async () => {
  const [member, security] = [await givenMember(), await givenStaff("security")];
  await saveContact(member.accountId, { name: "Ada Byron", phone: "+1 312 555 0100" });
  const seen = await lookAtContact(security.actor, member.accountId, "login_reported");
  expect(seen).toMatchObject({ email: member.email, name: "Ada Byron", phone: "+1 312 555 0100", confirmedAt: expect.any(Date) });
  await lookAtContact(security.actor, member.accountId, "mail_fails");
  expect(await looksAt(member.accountId)).toEqual([
    { actor: `staff:${security.accountId}`, reason: "login_reported" },
    { actor: `staff:${security.accountId}`, reason: "mail_fails" },
  ]);
});

test("a refused look shows nothing and is not written down; who gave nothing is shown as that", async () => {
  const [member, billing, support] = [await givenMember(), await givenStaff("billing"), await givenStaff("support")];
  await expect(lookAtContact(billing.actor, member.accountId, "mail_fails")).rejects.toMatchObject({ refusal: "forbidden" });
  expect(await looksAt(member.accountId)).toEqual([]);
  expect(await lookAtContact(support.actor, member.accountId, "mail_fails")).toMatchObject({ name: null, phone: null, confirmedAt: null });
  await expect(lookAtContact(support.actor, crypto.randomUUID(), "mail_fails")).rejects.toMatchObject({ refusal: "not_found" });
});
