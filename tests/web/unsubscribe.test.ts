import { beforeAll, expect, test } from "vitest";
import { readNoticeSettings } from "@/lib/notices/notice-settings";
import { stopLinks } from "@/lib/notices/stop-links";
import { givenMember } from "@/tests/support/members";
import { useWorldSettings } from "@/tests/support/own-web";
import { logInCookie, openForm, sendForm } from "@/tests/support/post-form";
import { world } from "@/tests/support/world";

const { web } = world();
beforeAll(useWorldSettings);

const oneClick = (url: string) =>
  fetch(url, {
    method: "POST",
    body: "List-Unsubscribe=One-Click",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    redirect: "manual",
  });

test("a mail program's post stops the kind, without login or Origin, as often as it comes (RFC 8058)", async () => {
  const { accountId } = await givenMember();
  const { post } = stopLinks(web, accountId, "work");
  for (let time = 0; time < 2; time += 1) {
    const answer = await oneClick(post);
    expect([answer.status, await answer.text()]).toEqual([200, "You get no more mail about your accepted work.\n"]);
  }
  expect(await readNoticeSettings(accountId)).toMatchObject({ work: "never", offers: "at_once" });
});

test("opening the link changes nothing and leads to a page whose button stops the kind; the settings bring it back", async () => {
  const member = await givenMember();
  const { accountId } = member;
  const { post, page } = stopLinks(web, accountId, "offers");
  const opened = await fetch(post, { redirect: "manual" });
  expect([opened.status, opened.headers.get("location")]).toEqual([303, new URL(page).pathname]);
  const form = await openForm({ web, path: new URL(page).pathname, mark: "Send me no more of it" });
  expect(await readNoticeSettings(accountId)).toMatchObject({ offers: "at_once" });
  const sent = await sendForm(form, {});
  expect(sent.headers.get("location")).toBe("/unsubscribe/done");
  expect(await readNoticeSettings(accountId)).toMatchObject({ offers: "never" });

  const cookie = await logInCookie(web, member);
  const settings = await openForm({ web, path: "/settings/notices", mark: "Quiet hours", cookie });
  const night = { quietStart: "22:00", quietEnd: "07:30", digest: "17:15" };
  const choices = { questions: "at_once", offers: "digest", work: "at_once", connection: "never" };
  expect(await (await sendForm(settings, { ...choices, ...night }, { cookie })).text()).toContain("Saved.");
  expect(await readNoticeSettings(accountId)).toMatchObject({
    ...choices,
    quietStartMinute: 1_320,
    quietEndMinute: 450,
    digestMinute: 1_035,
  });
  const half = await sendForm(settings, { ...choices, ...night, quietEnd: "" }, { cookie });
  expect([half.status, (await half.text()).includes("Enter when they end, or leave both empty.")]).toEqual([400, true]);
  expect(await readNoticeSettings(accountId)).toMatchObject({ quietEndMinute: 450 });
});

test("a link that the worker did not sign gets a page that says what to do, and stops nothing", async () => {
  const { accountId } = await givenMember();
  const { post, page } = stopLinks(web, accountId, "work");
  const cut = await fetch(page.slice(0, -3));
  expect([cut.status, (await cut.text()).includes("This link does not work")]).toEqual([404, true]);
  expect((await oneClick(post.slice(0, -3))).status).toBe(404);
  expect(await readNoticeSettings(accountId)).toMatchObject({ work: "at_once" });
});
