import { sql } from "drizzle-orm";
import type { Page } from "playwright-core";
import { beforeAll, expect } from "vitest";
import { transaction } from "@/db/client";
import { flaws, overflows } from "@/tests/browser/support";
import { test } from "@/tests/support/browser";
import { givenMember } from "@/tests/support/members";
import { useWorldSettings } from "@/tests/support/own-web";
import { addAuthenticator, type VirtualAuthenticator } from "@/tests/support/virtual-authenticator";

beforeAll(useWorldSettings);

const loginButton = (page: Page) => page.getByRole("button", { name: "Log in with a passkey" });
const arrival = (page: Page, path: string) => page.waitForURL(({ pathname }) => pathname === path);
const confirmButton = (page: Page) => page.getByRole("button", { name: "Use a passkey" });

type Member = Awaited<ReturnType<typeof givenMember>>;

async function typePassword(page: Page, { email, password }: { email: string; password: string }) {
  await page.goto("/login");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
}

/** Takes out of the browser's complaints those that a test has caused. Returns how many these were. */
function forget(complaints: string[], caused: RegExp): number {
  const others = complaints.filter((line) => !caused.test(line));
  const found = complaints.length - others.length;
  complaints.splice(0, complaints.length, ...others);
  return found;
}

async function logOut(page: Page) {
  await page.goto("/settings");
  await page.getByRole("main").getByRole("button", { name: "Log out" }).click();
  await arrival(page, "/login");
}

/** Joins, logs in and adds a passkey of a name. */
async function enrolled(page: Page, name = "Work laptop"): Promise<{ member: Member; authenticator: VirtualAuthenticator }> {
  await offersInField(page, false);
  const member = await givenMember();
  const authenticator = await addAuthenticator(page);
  await typePassword(page, member);
  await arrival(page, "/home");
  await page.goto("/settings/security");
  await page.locator("#passkeys").getByLabel(/^Name/).fill(name);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByRole("link", { name: "I have kept them" }).click();
  await page.locator("#passkeys").getByText(name).waitFor();
  return { member, authenticator };
}

/** Whether the browser offers passkeys in the e-mail field, from where a simulated one is chosen at once. */
async function offersInField(page: Page, offers: boolean) {
  await page.addInitScript((can) => {
    if ("PublicKeyCredential" in window) PublicKeyCredential.isConditionalMediationAvailable = async () => can;
  }, offers);
}

test("a passkey is added, and then logs its owner in without an address or a password", async ({ page }) => {
  const { authenticator } = await enrolled(page);
  const [made] = await authenticator.passkeys();
  expect(made).toMatchObject({ isResidentCredential: true });
  await logOut(page);
  await page.goto("/login?next=/schedule");
  await loginButton(page).click();
  await arrival(page, "/schedule");
  await page.goto("/settings/security");
  await page
    .locator("#passkeys")
    .getByRole("row", { name: /Work laptop/ })
    .waitFor();
  expect(await page.locator("#passkeys").getByText("Not yet").count()).toBe(0);
});

test("a passkey can be chosen where the browser offers saved logins, in the e-mail field", async ({ page }) => {
  await enrolled(page);
  await logOut(page);
  await offersInField(page, true);
  await page.goto("/login?next=/offers");
  await arrival(page, "/offers");
});

test("after the password, a passkey is the second factor; until then no page opens", async ({ page }) => {
  const { member } = await enrolled(page);
  await logOut(page);
  await typePassword(page, member);
  await arrival(page, "/login/verify");
  await page.goto("/billing");
  await page.waitForURL(/\/login\/verify\?next=%2Fbilling$/);
  await confirmButton(page).click();
  await arrival(page, "/billing");
});

test("adding another passkey needs a fresh proof, which a passkey gives", async ({ page, complaints }) => {
  const { member } = await enrolled(page);
  await transaction({ kind: "member", accountId: member.accountId }, (tx) =>
    tx.execute(sql`update sessions set proved_at = proved_at - interval '6 minutes' where ended_at is null`),
  );
  expect(await page.evaluate(async () => (await fetch("/api/passkeys/enrol", { method: "POST" })).status)).toBe(403);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByText("Confirm that it is you first").waitFor();
  expect(forget(complaints, /status of 403/)).toBeGreaterThan(0);
  await page.reload();
  await page.locator("#passkeys").getByRole("link", { name: "Confirm it is you" }).click();
  await arrival(page, "/login/verify");
  await confirmButton(page).click();
  await arrival(page, "/settings/security");
  await page.getByRole("button", { name: "Add a passkey" }).waitFor();
});

test("a request that the person closes changes nothing and says so; one that fails says what to do", async ({
  page,
  context,
  complaints,
}) => {
  const { authenticator } = await enrolled(page);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByText("This device has a passkey for your account already").waitFor();
  await authenticator.recognises(false);
  await logOut(page);
  await page.goto("/login");
  await loginButton(page).click();
  await page.getByText("No passkey was used").waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("Nothing was changed");
  await context.setOffline(true);
  await loginButton(page).click();
  await page.getByText("The site could not be reached").waitFor();
  await context.setOffline(false);
  expect(forget(complaints, /ERR_INTERNET_DISCONNECTED/)).toBeGreaterThan(0);
});

test("a browser without passkeys is told so, and its password still works", async ({ page, context }) => {
  await context.addInitScript(() => {
    Object.defineProperty(window, "PublicKeyCredential", { value: undefined });
  });
  const member = await givenMember();
  await page.goto("/login");
  await page.getByText("This browser cannot use passkeys").waitFor();
  await typePassword(page, member);
  await arrival(page, "/home");
});

test("a passkey that was removed opens nothing", async ({ page }) => {
  const { member } = await enrolled(page);
  await page.locator("#passkeys").getByRole("link", { name: "Rename or remove" }).click();
  await page.getByRole("button", { name: /^Remove/ }).click();
  await page.getByText("No passkeys yet").waitFor();
  await logOut(page);
  await loginButton(page).click();
  await page.getByText("This passkey was not accepted.").waitFor();
  await typePassword(page, member);
  await arrival(page, "/home");
});

test("login and security pages have no flaw that axe finds and fit a narrow screen", async ({ page }) => {
  await enrolled(page);
  const look = async () => {
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await overflows(page)).toBe(false);
    }
    expect(await flaws(page)).toEqual([]);
  };
  await look();
  await logOut(page);
  await loginButton(page).waitFor();
  await look();
});
