import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Outcome } from "@/lib/oversight/seen";
import { everyCheck } from "@/lib/policy/controls";
import { lookOnce } from "@/lib/policy/look";
import { type DoorFaults, openBreakableDoor } from "@/tests/domain/policy/breakable-door";
import { expectComplaints } from "@/tests/support/log-watch";

const door = await openBreakableDoor();
beforeAll(() => {
  process.env.FRONT_DOOR_URL = door.url;
});
beforeEach(() => door.breakBy({}));
afterAll(() => {
  door.close();
  delete process.env.FRONT_DOOR_URL;
});

const atDoor = [
  "closed-door",
  "console-refuses",
  "contact-page",
  "content-security-policy",
  "cookie-flags",
  "foreign-posts",
  "hostile-texts",
  "login-throttle",
  "malformed-requests",
  "report-page",
  "security-headers",
  "security-txt",
  "sessions-page",
];
/** What the checks that look through the door see there, but for those that hold. */
async function notHolding(): Promise<Record<string, Outcome>> {
  const checks = everyCheck.filter(({ id }) => atDoor.includes(id));
  expect(checks).toHaveLength(atDoor.length);
  const seen = await Promise.all(checks.map(async (check) => [check.id, (await lookOnce(check)).result] as const));
  return Object.fromEntries(seen.filter(([, result]) => result !== "holds"));
}

test("at a door that answers as it should, every check that looks through it holds", async () => {
  expect(await notHolding()).toEqual({});
});

test.each<[what: string, fault: DoorFaults["fault"], seen: Record<string, Outcome>]>([
  ["has no console", "no console", { "console-refuses": "unknown", "security-headers": "unknown" }],
  ["knows no invites, forged or not", "no invites", { "closed-door": "unknown", "hostile-texts": "unknown" }],
  ["takes no posts, its own neither", "takes no posts", { "foreign-posts": "unknown", "login-throttle": "unknown" }],
  ["shuts whoever posts out", "refuses posts for another reason", { "foreign-posts": "unknown", "login-throttle": "unknown" }],
  ["misses what is malformed", "refuses malformed for another reason", { "malformed-requests": "unknown" }],
  ["has members log in for whatever they ask", "leads all to the login", { "contact-page": "unknown", "sessions-page": "unknown" }],
  ["makes whoever posts wait", "limits all requests", { "login-throttle": "unknown" }],
  [
    "has no page to log in",
    "no login",
    {
      "closed-door": "unknown",
      "console-refuses": "unknown",
      "content-security-policy": "unknown",
      "login-throttle": "unknown",
      "malformed-requests": "unknown",
      "security-headers": "unknown",
    },
  ],
  [
    "has no page but that to log in",
    "no pages",
    {
      "closed-door": "unknown",
      "console-refuses": "unknown",
      "contact-page": "fails",
      "content-security-policy": "unknown",
      "cookie-flags": "unknown",
      "hostile-texts": "fails",
      "malformed-requests": "fails",
      "report-page": "fails",
      "security-headers": "unknown",
      "security-txt": "fails",
      "sessions-page": "fails",
    },
  ],
  ["asks us to wait", "asks to wait", Object.fromEntries(atDoor.map((id) => [id, "unknown"]))],
  [
    "shuts us out altogether",
    "shuts out",
    {
      "closed-door": "unknown",
      "console-refuses": "unknown",
      "contact-page": "fails",
      "content-security-policy": "unknown",
      "cookie-flags": "unknown",
      "foreign-posts": "unknown",
      "hostile-texts": "unknown",
      "login-throttle": "unknown",
      "malformed-requests": "unknown",
      "report-page": "fails",
      "security-headers": "unknown",
      "security-txt": "fails",
      "sessions-page": "fails",
    },
  ],
])("a door that %s is not taken for one that is well closed", async (_, fault, seen) => {
  door.breakBy({ fault });
  expect(await notHolding()).toEqual(seen);
  const couldNotTry = [
    "shuts out",
    "asks to wait",
    "limits all requests",
    "no login",
    "takes no posts",
    "refuses posts for another reason",
  ];
  if (fault && couldNotTry.includes(fault)) expectComplaints("a control could not look");
});
