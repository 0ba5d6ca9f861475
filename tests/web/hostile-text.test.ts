import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabases } from "@/db/client";
import { readContact } from "@/lib/accounts/keep-contact";
import { markupTexts, unfitTexts } from "@/tests/support/hostile-texts";
import { givenMember } from "@/tests/support/members";
import { useWorldSettings } from "@/tests/support/own-web";
import { logInCookie, openForm, postLogin, sendForm } from "@/tests/support/post-form";
import { world } from "@/tests/support/world";

const { web } = world();
beforeAll(useWorldSettings);
afterAll(closeDatabases);

const member = await (async () => {
  useWorldSettings();
  const joined = await givenMember();
  return { ...joined, cookie: await logInCookie(web, joined) };
})();
const path = "/settings/contact";
const send = async (fields: Record<string, string>) =>
  await sendForm(await openForm({ web, path, mark: 'name="phone"', cookie: member.cookie }), fields, { cookie: member.cookie });
const page = async (at: string) => await (await fetch(`${web}${at}`, { headers: { cookie: member.cookie } })).text();

// FormData turns a lone surrogate into U+FFFD before it is sent, and writes line breaks its own way: both arrive as other texts.
const sendable = unfitTexts.filter(([what]) => what !== "a lone surrogate");

test.each(sendable)("a name with %s is refused with 400, said why, and not kept", async (_, text) => {
  const before = await readContact(member.accountId);
  const answer = await send({ name: text, phone: "" });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain("Use plain text on one line");
  expect(await readContact(member.accountId)).toEqual(before);
});

test.each(markupTexts)("the name %s is kept as typed and shown as text", async (text) => {
  expect((await send({ name: text, phone: "" })).status).toBe(200);
  expect((await readContact(member.accountId)).name).toBe(text);
  const shown = await page(path);
  for (const raw of ["<script>alert", "<img src=x", "<svg onload"]) expect(shown).not.toContain(raw);
  const value = /<input[^>]*name="name"[^>]*>/.exec(shown)?.[0] ?? "";
  const unescaped = (/value="([^"]*)"/.exec(value)?.[1] ?? "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&amp;", "&");
  expect(unescaped).toBe(text);
});

test.each(sendable)("an address with %s is no address: the login answers as to a wrong password", async (_, text) => {
  expect((await postLogin(web, { email: `${text}@example.org`, password: "a wrong one, at length" })).status).toBe(401);
});

const strange = ["%00", "%0d%0aSet-Cookie:x=1", "%E2%80%AE", "%ED%A0%80", "%3Cscript%3E", "..%2f..%2fetc%2fpasswd", "%F0%9F%92%A9", "'--"];
const takingIds = ["/offers/", "/billing/receipts/", "/operator/members/", "/invite/", "/reset/", "/undo/", "/confirm/", "/not-me/"];

test.each(takingIds)("a strange id under %s is refused in our words", async (prefix) => {
  for (const id of strange) {
    const answer = await fetch(`${web}${prefix}${id}`, { headers: { cookie: member.cookie }, redirect: "manual" });
    const text = await answer.text();
    expect([400, 404, 410], `${prefix}${id}`).toContain(answer.status);
    expect(answer.headers.get("set-cookie")).toBeNull();
    expect(text).not.toContain("<script>alert");
    expect(text).not.toMatch(/Next\.js|at [\w.]+ \(/);
  }
});

test.each(["next", "error", "needed", "state", "search"])("a strange %s in the query changes nothing but what is shown", async (name) => {
  for (const value of ["%00", "%3Cscript%3Ealert(1)%3C/script%3E", "%E2%80%AE", "javascript:alert(1)", "//evil.example"]) {
    const answer = await fetch(`${web}/login?${name}=${value}`, { redirect: "manual" });
    expect(answer.status, value).toBe(200);
    const text = await answer.text();
    expect(text).not.toContain("<script>alert");
    expect(text).not.toMatch(/(href|action)="(javascript:|\/\/evil)/);
  }
});
