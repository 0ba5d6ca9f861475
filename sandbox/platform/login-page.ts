import { escapeHtml, page } from "@/sandbox/base/page";
import { html } from "@/sandbox/base/reply";
import { type Call, type Route, route } from "@/sandbox/base/router";
import type { Store } from "@/sandbox/base/store";
import { isAssignedTo, ordersTable } from "@/sandbox/platform/orders";
import { checkLogin, type PlatformUser } from "@/sandbox/platform/users";

/** The page that an ended session lands on; for a person, a look at which orders are theirs. */
export function loginRoutes(store: Store, path: string): Route<null>[] {
  return [
    route("GET", path, null, () => html(200, loginPage(path))),
    route("GET", "/", null, () => html(200, loginPage(path))),
    route("POST", path, null, (call) => signIn(store, path, call)),
  ];
}

function signIn(store: Store, path: string, call: Call) {
  const form = new URLSearchParams(call.body);
  const user = checkLogin(store, form.get("username") ?? "", form.get("password") ?? "");
  return user ? html(200, workPage(store, user)) : html(401, loginPage(path, "That username and password do not match."));
}

export const loginPage = (path: string, trouble = "") =>
  page(
    "Log in to the work-order platform",
    `<div class="card"><h1>Log in</h1>${trouble ? `<p class="problem" role="alert">${escapeHtml(trouble)}</p>` : ""}
<form method="post" action="${path}"><label for="username">Username</label><input id="username" name="username" autocomplete="username" required>
<label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" required>
<div class="row"><button class="act">Log in</button></div></form></div>`,
  );

function workPage(store: Store, user: PlatformUser) {
  const mine = ordersTable(store)
    .all()
    .filter((order) => isAssignedTo(order, user.id));
  const rows = mine.map((order) => `<tr><td>${order.id}</td><td>${escapeHtml(order.type)}</td><td>${order.start}</td></tr>`).join("");
  const list =
    mine.length === 0
      ? "<p>No work orders are assigned to you yet.</p>"
      : `<table><tr><th>Order</th><th>Work</th><th>Starts (UTC)</th></tr>${rows}</table>`;
  return page("Your work orders", `<div class="card"><h1>Work orders assigned to ${escapeHtml(user.firstName)}</h1>${list}</div>`);
}
