import { holds, missed, type Observation, unless } from "./observation";
import type { Outsider } from "./outsider";

const form = "application/x-www-form-urlencoded";

/** Clause 6c: what another site could have a browser send is refused, in each of the shapes in which it could be sent. */
export async function postFromElsewhere({ ask, origin }: Outsider): Promise<Observation[]> {
  const foreign: [string, Record<string, string>][] = [
    ["from another origin", { origin: "https://elsewhere.example", "content-type": form }],
    ["as plain text from another origin", { origin: "https://elsewhere.example", "content-type": "text/plain" }],
    ["from a page without an origin", { origin: "null", "content-type": form }],
    ["without an origin", { "content-type": form }],
    ["from what the browser calls another site", { origin, "sec-fetch-site": "cross-site", "content-type": form }],
    ["with a forwarded host", { origin: "https://elsewhere.example", "x-forwarded-host": "elsewhere.example", "content-type": form }],
  ];
  const [faults, odd]: [string[], string[]] = [[], []];
  for (const path of ["/login", "/report", "/api/auth/signout"]) {
    // Of the service's own origin the same is no form that it knows: whatever is said to that, it is not this refusal.
    const own = await ask(path, { method: "POST", headers: { origin, "content-type": form }, body: "probe=1" });
    if (own.status === 403 || own.status >= 500) odd.push(`${path} (${own.status})`);
    for (const [how, headers] of foreign) {
      const { status } = await ask(path, { method: "POST", headers, body: "probe=1" });
      // Who is told to wait has been refused too, but not for where it came from.
      if (status === 429) odd.push(`${path} (${status})`);
      else if (status !== 403) faults.push(`${path} answered ${status} to a post ${how}`);
    }
  }
  const good = holds(
    "6c",
    `${foreign.length} ways to post from another site were each refused (403) on 3 addresses, and one of its own was not`,
  );
  return [unless(faults, odd.length > 0 ? missed("6c", `refused for another reason, its own posts too: ${odd.join(", ")}`) : good)];
}
