import { escapeHtml, page } from "@/sandbox/base/page";
import type { Store } from "@/sandbox/base/store";
import { listFields } from "@/sandbox/control/list-fields";
import { curlOf, first, type Switch, switchesFor } from "@/sandbox/control/switches";
import { type Order, ordersTable } from "@/sandbox/platform/orders";
import { usersTable } from "@/sandbox/platform/users";

export interface Links {
  readonly platform: string;
  readonly serviceChannel: string;
  readonly stripe: string;
  readonly mail: string;
}

/** Text with what stands between backticks as code. */
const withCode = (text: string) => escapeHtml(text).replace(/`([^`]+)`/g, "<code>$1</code>");

function switchPart(one: Switch, control: string): string {
  const fields = one.takes ? listFields(one.takes.schema).map((line) => `<li>${withCode(line)}</li>`) : [];
  const list = fields.length > 0 ? `<details><summary>What it takes</summary><ul>${fields.join("")}</ul></details>` : "";
  return `<h3>${one.method} ${one.path}</h3><p>${withCode(one.what)}</p><pre>${escapeHtml(curlOf(one, control))}</pre>${list}`;
}

function stateOf(order: Order): string {
  if (order.cancelledAt) return "cancelled";
  return order.assigneeUserId === null ? "on offer" : `assigned to user ${order.assigneeUserId}`;
}

/** A look at the doubles for a person: where they are, which logins exist, what is on offer, and the command for each switch. */
export function indexPage(control: string, links: Links, store: Store): string {
  const link = (url: string, what: string) => `<li><a href="${escapeHtml(url)}">${what}</a></li>`;
  const users = usersTable(store)
    .all()
    .map((user) => `<li>${escapeHtml(user.username)} (user ${user.id})</li>`);
  const newest = { user: usersTable(store).all().at(-1)?.id ?? first.user, order: ordersTable(store).all().at(-1)?.id ?? first.order };
  const rows = ordersTable(store)
    .all()
    .map(
      (order) =>
        `<tr><td>${order.id}</td><td>${escapeHtml(order.type)}</td><td>${order.start.slice(0, 16).replace("T", " ")}</td><td>$${(order.payCents / 100).toFixed(2)}</td><td>${stateOf(order)}</td></tr>`,
    );
  return page(
    "Sandbox",
    `<h1>The outside world, on this machine</h1>
<div class="card"><h2>Doubles</h2><ul>${link(links.mail, "Mail that was caught")}${link(`${links.platform}/login`, "Work-order platform, as Field Nation")}${link(`${links.serviceChannel}/Account/LogOn`, "The same, as ServiceChannel")}${link(`${control}/__calendar.ics`, "A calendar, to add under Schedule, Busy times")}</ul>
<p>The calendar's address: <code>${escapeHtml(control)}/__calendar.ics</code></p>
<p class="soft">The platforms serve TLS from an authority of their own, so a browser warns about them. The Stripe double has no front page; its Checkout and portal open from the service.</p>
<h2>Platform logins</h2><ul>${users.join("") || "<li>None yet. Add one with POST /__users.</li>"}</ul></div>
<div class="card"><h2>Work orders</h2>${rows.length === 0 ? "<p>None yet. Put one up with POST /__offers.</p>" : `<table><tr><th>Order</th><th>Work</th><th>Starts (UTC)</th><th>Pay</th><th>State</th></tr>${rows.join("")}</table>`}</div>
<div class="card"><h2>Switches</h2><p class="soft">Each command can be copied into a shell as it stands. What they answer is JSON; a body that does not fit is refused with the reason.</p>
${switchesFor(newest)
  .map((one) => switchPart(one, control))
  .join("\n")}</div>`,
    "wide",
  );
}
