import { sql } from "drizzle-orm";
import type { Page } from "playwright-core";
import { beforeAll, expect } from "vitest";
import { transaction } from "@/db/client";
import { flaws } from "@/tests/browser/support";
import { test } from "@/tests/support/browser";
import { givenMember } from "@/tests/support/members";
import { useWorldSettings } from "@/tests/support/own-web";
import { waitFor } from "@/tests/support/wait-for";

beforeAll(useWorldSettings);

declare global {
  interface Window {
    next: { router: { refresh(): void } };
  }
}

const minute = 60;
const warning = (page: Page) => page.getByRole("alertdialog", { name: "You are about to be logged out" });

interface Person {
  member: { kind: "member"; accountId: string };
  page: Page;
}

async function givenLogin(page: Page): Promise<Person> {
  const { accountId, email, password } = await givenMember();
  await page.goto("/login");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await page.waitForURL("**/home");
  await page.waitForLoadState("networkidle");
  return { member: { kind: "member", accountId }, page };
}

/** Has the server know the session as idle for so long, and the page learn of it as it does from each refresh. */
async function idleFor({ member }: Person, seconds: number, pages: Page[]): Promise<void> {
  await transaction(member, (tx) =>
    tx.execute(sql`update sessions set seen_at = now() - make_interval(secs => ${seconds}) where ended_at is null`),
  );
  for (const page of pages) await page.evaluate(() => window.next.router.refresh());
}

async function secondsIdle({ member }: Person): Promise<number> {
  const [row] = await transaction(member, (tx) =>
    tx.execute<{ idle: number }>(sql`select extract(epoch from now() - max(seen_at))::float8 as idle from sessions where ended_at is null`),
  );
  return row?.idle ?? Number.NaN;
}

test("a page that refreshes itself does not keep a session alive, and a link that is followed does", async ({ page }) => {
  const person = await givenLogin(page);
  await idleFor(person, 20 * minute, []);

  const refreshed = page.waitForResponse((response) => response.request().headers().rsc === "1");
  await page.evaluate(() => window.next.router.refresh());
  expect((await refreshed).status()).toBe(200);
  expect(await secondsIdle(person)).toBeGreaterThan(19 * minute);

  await page.locator('nav a[href="/schedule"]:visible').first().click();
  await page.waitForURL("**/schedule");
  await waitFor("the link that was followed counts", async () => (await secondsIdle(person)) < 5 * minute);
});

test("two minutes before the idle end a warning stands in every tab, and staying in one of them takes it from all", async ({
  context,
  page,
}) => {
  const person = await givenLogin(page);
  const second = await context.newPage();
  await second.goto("/schedule");
  await second.waitForLoadState("networkidle");
  expect([await warning(page).isVisible(), await warning(second).isVisible()]).toEqual([false, false]);

  await idleFor(person, 28.5 * minute, [page, second]);
  await warning(page).waitFor();
  await warning(second).waitFor();
  expect(await flaws(page)).toEqual([]);
  await page.getByRole("button", { name: "Stay signed in" }).click();
  await warning(page).waitFor({ state: "hidden" });
  await warning(second).waitFor({ state: "hidden" });
  expect(await secondsIdle(person)).toBeLessThan(minute);
});

test("when the time has run out the page leads to the login, and the login back to it", async ({ page, complaints }) => {
  const person = await givenLogin(page);
  await page.goto("/settings/sessions");
  await page.waitForLoadState("networkidle");
  await idleFor(person, 30 * minute - 3, [page]);
  await warning(page).waitFor();
  await page.waitForURL("**/login?next=%2Fsettings%2Fsessions");
  // The browser notes that the question about the dead session was answered with 401.
  expect(complaints.splice(0).filter((line) => !line.includes("401"))).toEqual([]);
});
