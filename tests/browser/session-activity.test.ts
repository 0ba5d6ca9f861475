import { sql } from "drizzle-orm";
import { beforeAll, expect } from "vitest";
import { transaction } from "@/db/client";
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

test("a page that refreshes itself does not keep a session alive, and a link that is followed does", async ({ page }) => {
  const { accountId, email, password } = await givenMember();
  const member = { kind: "member", accountId } as const;
  const minutesIdle = async () => {
    const [row] = await transaction(member, (tx) =>
      tx.execute<{ idle: number }>(
        sql`select extract(epoch from now() - max(seen_at))::float8 / 60 as idle from sessions where ended_at is null`,
      ),
    );
    return row?.idle ?? Number.NaN;
  };
  await page.goto("/login");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.waitForURL("**/home");
  await page.waitForLoadState("networkidle");
  await transaction(member, (tx) => tx.execute(sql`update sessions set seen_at = seen_at - interval '20 minutes'`));

  const refreshed = page.waitForResponse((response) => response.request().headers().rsc === "1");
  await page.evaluate(() => window.next.router.refresh());
  expect((await refreshed).status()).toBe(200);
  expect(await minutesIdle()).toBeGreaterThan(19);

  await page.locator('nav a[href="/schedule"]:visible').first().click();
  await page.waitForURL("**/schedule");
  await waitFor("the link that was followed counts", async () => (await minutesIdle()) < 5);
});
