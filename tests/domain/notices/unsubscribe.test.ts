import { afterAll, expect, test } from "vitest";
import { closeDatabases } from "@/db/client";
import { unsubscribe } from "@/lib/accounts/unsubscribe";
import { readNoticeSettings } from "@/lib/notices/notice-settings";
import { signLink } from "@/lib/notices/sign-link";
import { stopLinks } from "@/lib/notices/stop-links";
import { choose } from "@/tests/domain/notices/given-notices";
import { givenMember } from "@/tests/support/members";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));

const tokenFor = (accountId: string, kind: Parameters<typeof stopLinks>[2]) =>
  stopLinks("", accountId, kind).page.replace("/unsubscribe/", "");
const lines = async (accountId: string) =>
  (await database`select actor, reason, facts from access_lines where subject = ${accountId} and act = 'notices.change'`).map((row) => ({
    ...row,
  }));

test("a link stops its kind for its account alone, again and again, with one line in the access log", async () => {
  const [{ accountId }, other] = [await givenMember(), await givenMember()];
  for (let time = 0; time < 3; time += 1) expect(await unsubscribe(tokenFor(accountId, "work"))).toBe("work");
  expect(await readNoticeSettings(accountId)).toMatchObject({
    questions: "at_once",
    offers: "at_once",
    work: "never",
    connection: "at_once",
  });
  expect(await readNoticeSettings(other.accountId)).toMatchObject({ work: "at_once" });
  expect(await lines(accountId)).toEqual([{ actor: `claimed:${accountId}`, reason: "mailed_link", facts: { stopped: "work" } }]);
});

test("the digest's link stops every kind that goes into it, and no other", async () => {
  const { accountId } = await givenMember();
  await choose(accountId, { offers: "digest", work: "at_once", connection: "digest" });
  await unsubscribe(tokenFor(accountId, "digest"));
  expect(await readNoticeSettings(accountId)).toMatchObject({ offers: "never", work: "at_once", connection: "never" });
});

test("a link of another kind, of no kind, cut short or altered stops nothing", async () => {
  const { accountId } = await givenMember();
  const good = tokenFor(accountId, "work");
  const altered = Buffer.from(good, "base64url");
  altered.writeUInt32BE(1, 17);
  const wrong = [
    signLink("not-me", { id: accountId, generation: 3 }),
    signLink("unsubscribe", { id: accountId, generation: 99 }),
    good.slice(0, -1),
    altered.toString("base64url"),
    "",
  ];
  for (const token of wrong) await expect(unsubscribe(token)).rejects.toMatchObject({ refusal: "not_found" });
  expect(await lines(accountId)).toEqual([]);
});
