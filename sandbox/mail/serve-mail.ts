import { listen } from "@/sandbox/base/listen";
import { escapeHtml, page } from "@/sandbox/base/page";
import { html, json } from "@/sandbox/base/reply";
import { type Call, findRoute, route } from "@/sandbox/base/router";
import type { Store } from "@/sandbox/base/store";
import { type Message, messagesTable, messagesTo } from "@/sandbox/mail/messages";

/** The catcher's pages for people and its JSON for programs. */
export async function serveMail(store: Store, port: number) {
  const one = (call: Call) => messagesTable(store).get(call.params.id ?? "");
  const missing = () => json(404, { error: "no such message" });
  const routes = [
    route("GET", "/", null, (call) => html(200, listPage(messagesTo(store, call.url.searchParams.get("to"))))),
    route("GET", "/mails/:id", null, (call) => {
      const message = one(call);
      return message ? html(200, messagePage(message)) : missing();
    }),
    route("GET", "/mails/:id/html", null, (call) => {
      const message = one(call);
      if (!message?.html) return missing();
      const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-popups-to-escape-sandbox";
      return {
        ...html(200, withOwnTabs(message.html)),
        headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": policy },
      };
    }),
    route("GET", "/messages", null, (call) => json(200, { messages: messagesTo(store, call.url.searchParams.get("to")) })),
    route("GET", "/messages/:id", null, (call) => {
      const message = one(call);
      return message ? json(200, message) : missing();
    }),
  ];
  return listen(port, (call) => {
    const found = findRoute(routes, call);
    return found ? found.route.handle(found.call) : missing();
  });
}

/** Links open a tab of their own: in the frame, a page that refuses to be framed would stay blank. */
function withOwnTabs(mail: string): string {
  const base = '<base target="_blank">';
  return /<head[^>]*>/i.test(mail) ? mail.replace(/<head[^>]*>/i, (head) => head + base) : base + mail;
}

const time = (at: string) => `<time datetime="${at}">${at.slice(0, 19).replace("T", " ")} UTC</time>`;

function listPage(messages: readonly Message[]) {
  const rows = messages
    .toReversed()
    .map(
      (message) =>
        `<tr><td>${time(message.at)}</td><td>${escapeHtml(message.to.join(", "))}</td><td><a href="/mails/${message.id}">${escapeHtml(message.subject || "(no subject)")}</a></td></tr>`,
    );
  const table = `<table><thead><tr><th>Caught</th><th>To</th><th>Subject</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
  const empty = "<p>No mail yet. Whatever the service sends shows up here; reload to look again.</p>";
  return page("Caught mail", `<h1>Caught mail</h1><div class="card">${rows.length === 0 ? empty : table}</div>`, "wide");
}

/** Links in the text are made clickable; the HTML part is framed without scripts. */
function messagePage(message: Message) {
  const text = escapeHtml(message.text).replace(/https?:\/\/[^\s<]+/g, (url) => `<a href="${url}">${url}</a>`);
  const framed = message.html
    ? `<h2>As HTML</h2><iframe title="The mail's HTML part" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/mails/${message.id}/html"></iframe>`
    : "";
  return page(
    message.subject || "(no subject)",
    `<p><a href="/">All mail</a></p><h1>${escapeHtml(message.subject || "(no subject)")}</h1>
<p class="soft">${time(message.at)} · from ${escapeHtml(message.from)} · to ${escapeHtml(message.to.join(", "))}</p>
<div class="card"><h2>As text</h2><pre>${text}</pre>${framed}</div>`,
    "wide",
  );
}
