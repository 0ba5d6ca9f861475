import { globSync } from "node:fs";
import type { Page } from "playwright-core";
import { beforeAll, expect } from "vitest";
import { setRole } from "@/lib/accounts/set-role";
import { makeBusyFeed } from "@/lib/schedule/busy-feed";
import { addCalendar } from "@/lib/schedule/change-calendars";
import { saveOverride, saveTimeOff } from "@/lib/schedule/save-exceptions";
import { saveSchedule } from "@/lib/schedule/save-schedule";
import { root } from "@/scripts/root";
import { flaws, overflows } from "@/tests/browser/support";
import { givenAnomaly } from "@/tests/domain/support/given-anomaly";
import { test } from "@/tests/support/browser";
import { givenAppMember } from "@/tests/support/factor-member";
import { givenMember, host } from "@/tests/support/members";
import { appCode } from "@/tests/support/one-time-codes";
import { useWorldSettings } from "@/tests/support/own-web";

/** Every page, for whoever may see it: a test finds those that are missing here. */
const visitorPages = [
  "/",
  "/policy",
  "/policy/2026-03-04",
  "/policy/nothing",
  "/policy/changes/2026-03-04/2026-03-04",
  "/trust",
  "/trust/4a",
  "/trust/11",
  "/trust/nothing",
  "/trust/data",
  "/trust/processors",
  "/login",
  "/login/verify",
  "/forgot",
  "/erased",
  "/report",
  "/report/not-a-link",
  "/status",
  "/status/018f0000-0000-7000-8000-000000000000",
  ...["reset", "confirm", "undo", "not-me", "unsubscribe"].flatMap((kind) => [`/${kind}/not-a-link`, `/${kind}/done`]),
  "/invite/not-a-link",
  "/nothing",
];
const memberPages = [
  "/home",
  "/offers",
  "/schedule",
  "/schedule/rules",
  "/connections",
  "/billing",
  "/billing/cancel",
  "/activity",
  "/settings",
  "/activity/access-log",
  "/security-notices",
  "/agreement",
  ...["contact", "data", "email", "notices", "password", "security", "sessions", "support"].map((name) => `/settings/${name}`),
  ...["authenticator", "recovery-codes", "nothing"].map((name) => `/settings/security/${name}`),
  "/offers/nothing",
  "/billing/receipts/nothing",
];
const nobody = "018f0000-0000-7000-8000-000000000000";
const staffPages = [
  "/operator",
  "/operator/controls",
  "/operator/access-log",
  "/operator/reviews",
  `/operator/reviews/${nobody}`,
  "/operator/access-log?reason=review",
  ...[
    "anomalies",
    "blocks",
    "evidence",
    "incidents",
    "invites",
    "invites/asks",
    "invites/bulk",
    "keys",
    "keys/tasks",
    "members",
    "money",
    "money/comparisons",
    "money/differences",
    "patches",
    "processors",
    "reports",
    "reports/outside",
    "resets",
    "retention",
    "service",
    "service/alarms",
    "service/backups",
    "staff",
  ].map((name) => `/operator/${name}`),
  `/operator/anomalies/${nobody}`,
  `/operator/members/${nobody}`,
  `/operator/processors/${nobody}`,
  `/operator/reports/outside/${nobody}`,
  `/operator/incidents/${nobody}`,
  `/operator/incidents/${nobody}/affected/${nobody}`,
  ...["contact", "support"].map((name) => `/operator/members/${nobody}/${name}`),
];

/** Many pages, on a machine that may be busy. */
const patience = { timeout: 360_000 };

declare global {
  interface Window {
    violations: string[];
  }
}

/** Notes each violation that the browser itself reports, from before a page's first script on. */
async function noteViolations(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => {
      window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
}

const violationsOn = (page: Page) => page.evaluate(() => window.violations);

async function logIn(page: Page, { email, password }: { email: string; password: string }, to = "/home"): Promise<void> {
  await page.goto(`/login?next=${encodeURIComponent(to)}`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
}

beforeAll(useWorldSettings);

test("every page of the app is on these lists", () => {
  const routes = globSync("app/**/page.tsx", { cwd: root }).map((file) => file.replace(/^app|\/\(\w+\)|\/page\.tsx$/g, "") || "/");
  const listed = [...visitorPages, ...memberPages, ...staffPages];
  const covers = (route: string) => listed.some((path) => new RegExp(`^${route.replace(/\[\w+\]/g, "[^/]+")}$`).test(path));
  expect(routes).toContain("/offers/[id]");
  expect(routes.filter((route) => !covers(route))).toEqual([]);
});

test("no page that anybody can see violates the policy", patience, async ({ page, complaints }) => {
  await noteViolations(page);
  for (const path of visitorPages) {
    await page.goto(path, { waitUntil: "networkidle" });
    expect({ path, violations: await violationsOn(page) }).toEqual({ path, violations: [] });
  }
  expect(complaints).toEqual([]);
});

/** A member whose schedule page has all that it can have: dates, time off, a calendar that cannot be read, an address of their own. */
async function givenPlanner() {
  const member = await givenMember();
  const { accountId } = member;
  const today = new Date().toISOString().slice(0, 10);
  await saveSchedule(accountId, { timeZone: "America/Chicago", hours: [{ weekday: 1, startMinute: 480, endMinute: 1_020 }] });
  await saveOverride(accountId, { date: today, stretches: [{ startMinute: 540, endMinute: 720 }] });
  await saveTimeOff(accountId, { firstDate: today, lastDate: today });
  await addCalendar(accountId, { address: "https://calendar.example.org/a.ics", name: "Family" });
  await makeBusyFeed(accountId);
  return member;
}

test(
  "no member's page violates it, opened or reached by a link; settings and schedule have no flaw that axe finds and fit a narrow screen",
  patience,
  async ({ page, complaints }) => {
    await noteViolations(page);
    await logIn(page, await givenPlanner());
    await page.waitForURL("**/home");
    for (const path of memberPages) {
      await page.goto(path, { waitUntil: "networkidle" });
      expect({ path, violations: await violationsOn(page) }).toEqual({ path, violations: [] });
      // The other pages are looked at where they have something to show: in the journey.
      if (!/^\/(settings|schedule)/.test(path)) continue;
      await page.setViewportSize({ width: 390, height: 844 });
      expect({ path, flaws: await flaws(page), overflows: await overflows(page) }).toEqual({ path, flaws: [], overflows: false });
      await page.setViewportSize({ width: 1280, height: 720 });
    }
    await page.goto("/home", { waitUntil: "networkidle" });
    for (const path of ["/offers", "/schedule", "/billing"]) {
      await page.locator(`nav a[href="${path}"]:visible`).first().click();
      await page.waitForURL(`**${path}`);
      await page.waitForLoadState("networkidle");
    }
    expect(await violationsOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
  },
);

test("no staff page violates it, has a flaw that axe finds, or is wider than a narrow screen", patience, async ({ page, complaints }) => {
  const owner = await givenAppMember();
  await setRole(host, owner.accountId, "owner");
  await noteViolations(page);
  await logIn(page, owner, "/operator");
  await page.getByLabel("Code from your authenticator app").fill(appCode(owner.secret));
  await page.getByRole("button", { name: "Go on" }).click();
  await page.waitForURL("**/operator");
  await page.setViewportSize({ width: 390, height: 844 });
  const member = `/operator/members/${(await givenMember()).accountId}`;
  for (const path of [...staffPages, member, `${member}?reason=member_asked`, `/operator/anomalies/${await givenAnomaly()}`]) {
    await page.goto(path, { waitUntil: "networkidle" });
    // What a page's guard throws is drawn by the script.
    await page.locator("h1").first().waitFor();
    const found = { path, violations: await violationsOn(page), flaws: await flaws(page), overflows: await overflows(page) };
    expect(found).toEqual({ path, violations: [], flaws: [], overflows: false });
  }
  expect(complaints).toEqual([]);
});

test("the policy is in force: neither markup nor text becomes code, and no foreign script loads", async ({ page, complaints }) => {
  await noteViolations(page);
  await page.goto("/login", { waitUntil: "networkidle" });
  const outcome = await page.evaluate(async () => {
    const attempt = (work: () => unknown) => {
      try {
        work();
        return "done";
      } catch {
        return "refused";
      }
    };
    const inline = document.createElement("script");
    const foreign = document.createElement("script");
    return {
      markup: attempt(() => {
        document.body.innerHTML = "<img src=x>";
      }),
      code: attempt(() => {
        inline.text = "window.planted = true";
      }),
      address: attempt(() => {
        foreign.src = "https://elsewhere.example/x.js";
      }),
    };
  });
  expect(outcome).toEqual({ markup: "refused", code: "refused", address: "refused" });
  expect(await violationsOn(page)).not.toEqual([]);
  complaints.length = 0;
});
