import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { superuserOf } from "@/scripts/world/superuser";
import { test } from "@/tests/support/browser";
import { useWorldSettings } from "@/tests/support/own-web";
import { sessionCookie } from "@/tests/support/session-cookie";
import { givenStaff } from "@/tests/support/staff";
import { world } from "@/tests/support/world";

/** Presses Tab until what has the focus is called so. What cannot be reached by it fails the test. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const labels = element instanceof HTMLSelectElement || element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
      return labels.map((label) => label.textContent).join(" ") || (element?.getAttribute("aria-label") ?? element?.textContent ?? "");
    });
    if (name.test(focused.trim())) return;
  }
  throw new Error(`Tab does not lead to ${name}`);
}

const shown = (page: Page) => page.locator("#list tbody tr th").allTextContents();

test("a list is filtered, sorted, paged and taken as a file by keyboard alone", { timeout: 120_000 }, async ({ page }) => {
  useWorldSettings();
  const owner = await givenStaff("owner");
  const database = superuserOf(world(), 1);
  try {
    await database`insert into blocks (id, network, reason, made_by, until, created_at)
      select uuidv7(), ('10.250.' || n || '.0/24')::cidr, 'misuse', 'host:test', now() + n * interval '1 minute', now() from generate_series(1, 30) n`;
    const [name = "", value = ""] = (await sessionCookie(owner.sessionId)).split(/=(.*)/s);
    const url = world().web.replace("http:", "https:");
    await page.context().addCookies([{ name, value, url, httpOnly: true, secure: true, sameSite: "Lax" }]);
    await page.goto("/operator/blocks");

    await tabTo(page, /^State/);
    await page.keyboard.type("Stands");
    await tabTo(page, /^Show$/);
    await page.keyboard.press("Enter");
    await page.waitForURL(/state=standing/);

    await tabTo(page, /^End/);
    await page.keyboard.press("Enter");
    await page.waitForURL(/sort=until/);
    const first = await shown(page);
    expect(first).toHaveLength(25);
    expect(first).toContain("10.250.1.0/24");

    await tabTo(page, /^Next page$/);
    await page.keyboard.press("Enter");
    await page.waitForURL(/after=/);
    await expect.poll(() => shown(page)).not.toEqual(first);
    const second = await shown(page);
    expect(second).toContain("10.250.30.0/24");
    expect(second.filter((row) => first.includes(row))).toEqual([]);

    await tabTo(page, /^Export as CSV$/);
    await page.keyboard.press("Enter");
    await tabTo(page, /^Why do you take it/);
    await page.keyboard.type("For an audit");
    await tabTo(page, /^Export as CSV$/);
    const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    const lines = readFileSync(await file.path(), "utf8")
      .trimEnd()
      .split("\r\n");
    expect(lines[0]).toBe('"id","network","account","reason","made_by","made_at","until","lifted_at"');
    expect(lines.filter((line) => line.includes("10.250."))).toHaveLength(30);
    const [line] =
      await database`select reason, facts from access_lines where act = 'blocks.export' and actor = ${`staff:${owner.accountId}`}`;
    expect(line).toMatchObject({ reason: "audit", facts: { state: "standing" } });
  } finally {
    await database`delete from blocks where made_by = 'host:test'`;
    await database.end();
  }
});
