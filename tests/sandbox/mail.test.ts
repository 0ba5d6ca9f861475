import { createTransport } from "nodemailer";
import { expect, test } from "vitest";
import type { Message } from "@/sandbox/mail/messages";
import { givenSandbox } from "@/tests/sandbox/support/given-sandbox";

const mail = {
  from: "Holdfast <no-reply@holdfast.example>",
  to: "Sam@Example.org",
  subject: "You are <invited>",
  text: "Open https://localhost/invite/abc to join & begin.",
  html: "<p>Open <a href='https://localhost/invite/abc'>the link</a></p><script>alert(1)</script>",
};

async function given() {
  const sandbox = await givenSandbox();
  const send = () => createTransport(sandbox.smtp).sendMail(mail);
  const messages = async (query = "") => {
    const reply = await fetch(`${sandbox.mail}/messages${query}`);
    return ((await reply.json()) as { messages: Message[] }).messages;
  };
  const page = async (path: string) => {
    const reply = await fetch(`${sandbox.mail}${path}`);
    return { text: await reply.text(), policy: reply.headers.get("content-security-policy") };
  };
  return { send, messages, page };
}

test("a mail is caught with all its parts, and the same mail twice is two", async () => {
  const { send, messages } = await given();
  await send();
  await send();
  const caught = await messages();
  expect(caught).toHaveLength(2);
  expect(caught[0]).toMatchObject({ to: ["sam@example.org"], subject: mail.subject, text: expect.stringContaining("invite/abc") });
  expect(await messages("?to=SAM@example.org")).toHaveLength(2);
  expect(await messages("?to=kim@example.org")).toEqual([]);
});

test("a mail's page escapes what is in it, and its HTML may run no script", async () => {
  const { send, page } = await given();
  await send();
  expect((await page("/")).text).toContain("You are &#60;invited&#62;");
  const shown = await page("/mails/1");
  expect(shown.text).toContain('<a href="https://localhost/invite/abc">');
  expect(shown.text).toMatch(/<iframe [^>]*sandbox="(?!.*allow-scripts)/);
  expect((await page("/mails/1/html")).policy).toMatch(/default-src 'none'.*sandbox/);
});
