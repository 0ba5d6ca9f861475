import { randomBytes } from "node:crypto";
import { holds, missed, type Observation, unless } from "./observation";
import type { Outsider } from "./outsider";

const behindLogin = ["/operator", "/operator/members", "/operator/access-log", "/home", "/settings/data", "/billing"];

/** Whether the page to log in is there: only beside it does a refusal elsewhere say that this one door is closed. */
export async function hasLogin({ ask }: Outsider): Promise<boolean> {
  const { status, body } = await ask("/login");
  return status === 200 && /<form\b[\s\S]*name="password"/.test(body);
}

/** Where a redirect leads: a path of the service's own, or the whole of another address. */
function leadsTo(location: string | undefined, { url, origin }: Outsider): string {
  const to = URL.parse(location ?? "", url);
  return to && [url.origin, origin].includes(to.origin) ? `${to.pathname}${to.search}` : String(to);
}

/** Clause 3a: without an account, pages of staff and members lead to the log-in, and what machines read shows nothing. */
export async function closedDoors(service: Outsider): Promise<Observation[]> {
  const [faults, absent]: [string[], string[]] = [[], []];
  if (!(await hasLogin(service))) absent.push("/login");
  for (const path of behindLogin) {
    const { status, headers } = await service.ask(path);
    const leads = status >= 300 && status < 400 && leadsTo(headers.location, service) === `/login?next=${encodeURIComponent(path)}`;
    if (leads || status === 401) continue;
    // What is not there, or refuses whatever it is asked, shows nothing of who may read it.
    if (status >= 400) absent.push(`${path} (${status})`);
    else faults.push(`${path} answered ${status} to somebody without an account`);
  }
  for (const headers of [undefined, { authorization: `Bearer ${randomBytes(24).toString("base64url")}` }]) {
    const { status } = await service.ask("/api/metrics", { headers });
    if (![401, 403, 404].includes(status)) faults.push(`/api/metrics answered ${status} without its token`);
  }
  const good = holds(
    "3a",
    `${behindLogin.length} pages of staff and members lead to the log-in, and /api/metrics shows nothing without its token`,
  );
  return [unless(faults, absent.length > 0 ? missed("3a", `not as they are for visitors: ${absent.join(", ")}`) : good)];
}

/** Clause 0.1: a link that was made up opens no form to join by but the page of dead links (410), and the login page has none. */
export async function noWayIn(service: Outsider): Promise<Observation[]> {
  const { ask } = service;
  const forged = [randomBytes(40).toString("base64url"), "018f00000000700080000000000000000001.1.AAAA"];
  const [faults, odd]: [string[], string[]] = [[], []];
  if (!(await hasLogin(service))) odd.push("there is no page to log in");
  for (const token of forged) {
    const { status, body } = await ask(`/invite/${token}`);
    if (/name="password"|name="agreed"/.test(body)) faults.push("a forged invite opens the form to join");
    else if (status >= 500) faults.push(`a forged invite was answered with ${status}`);
    else if (status !== 410) odd.push(`a forged invite was answered with ${status}, and a link that does not count is with 410`);
  }
  for (const path of ["/register", "/signup", "/join"]) {
    const { status } = await ask(path);
    if (status < 400) faults.push(`${path} answered ${status}`);
    else if (status !== 404) odd.push(`${path} answered ${status}`);
  }
  const good = holds("0.1", `${forged.length} forged invites open the page of dead links, and there is no other way to join`);
  return [unless(faults, odd.length > 0 ? missed("0.1", odd.join("; ")) : good)];
}
