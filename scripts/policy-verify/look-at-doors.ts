import { randomBytes } from "node:crypto";
import { holds, type Observation, unless } from "./observation";
import type { Outsider } from "./outsider";

const staffOnly = ["/operator", "/operator/members", "/operator/access-log"];
const membersOnly = ["/home", "/settings/data", "/billing"];
const tokenOnly = ["/api/metrics"];

/** Clause 3a: without an account, pages of staff and members lead to the log-in, and what machines read is not there. */
async function closedDoors({ ask }: Outsider): Promise<Observation> {
  const faults: string[] = [];
  for (const path of [...staffOnly, ...membersOnly]) {
    const { status, headers } = await ask(path);
    const closed = [401, 403, 404].includes(status) || (status >= 300 && status < 400 && /\/login(\?|$)/.test(String(headers.location)));
    if (!closed) faults.push(`${path} answered ${status} to somebody without an account`);
  }
  for (const path of tokenOnly)
    for (const headers of [undefined, { authorization: `Bearer ${randomBytes(24).toString("base64url")}` }]) {
      const { status } = await ask(path, { headers });
      if (![401, 403, 404].includes(status)) faults.push(`${path} answered ${status} without its token`);
    }
  const count = staffOnly.length + membersOnly.length + tokenOnly.length;
  return unless(faults, holds("3a", `${count} addresses of staff, members and machines are closed to somebody without an account`));
}

/** Clause 0.1: a link that was made up opens no form to join by, and the login page has none. */
async function noWayIn({ ask }: Outsider): Promise<Observation> {
  const forged = [randomBytes(40).toString("base64url"), "018f00000000700080000000000000000001.1.AAAA"];
  const faults: string[] = [];
  for (const token of forged) {
    const { status, body } = await ask(`/invite/${token}`);
    if (status >= 500) faults.push(`a forged invite was answered with ${status}`);
    if (/name="password"|name="agreed"/.test(body)) faults.push("a forged invite opens the form to join");
  }
  for (const path of ["/register", "/signup", "/join"]) {
    const { status } = await ask(path);
    if (status !== 404) faults.push(`${path} answered ${status}`);
  }
  return unless(faults, holds("0.1", `${forged.length} forged invites open no form, and there is no other way to join`));
}

export async function lookAtDoors(service: Outsider): Promise<Observation[]> {
  return [await noWayIn(service), await closedDoors(service)];
}
