import type { Page } from "playwright-core";
import { beforeAll, expect } from "vitest";
import { flaws, overflows } from "@/tests/browser/support";
import { test } from "@/tests/support/browser";
import { givenAppMember } from "@/tests/support/factor-member";
import { givenMember } from "@/tests/support/members";
import { appCode } from "@/tests/support/one-time-codes";
import { useWorldSettings } from "@/tests/support/own-web";

beforeAll(useWorldSettings);

type Login = { email: string; password: string };

async function logIn(page: Page, { email, password }: Login): Promise<void> {
  await page.goto("/login?next=/settings/security");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
}

/** The key as a person would type it into their app. */
const shownKey = async (page: Page) => ((await page.locator("code").first().textContent()) ?? "").replaceAll(" ", "");

async function sound(page: Page): Promise<void> {
  expect(await flaws(page)).toEqual([]);
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await overflows(page)).toBe(false);
  }
}

test("an app is added, its recovery codes are shown once and print alone", async ({ page }) => {
  const member = await givenMember();
  await logIn(page, member);
  await page.getByRole("link", { name: "Add an authenticator app" }).click();
  await page.getByRole("img", { name: /^QR code/ }).waitFor();
  await sound(page);
  const secret = await shownKey(page);
  await page.getByLabel("Code that the app shows now").fill("000000");
  await page.getByRole("button", { name: "Add this app" }).click();
  await page.getByText("This code is not right").waitFor();
  expect(await shownKey(page)).toBe(secret);
  const code = appCode(secret);
  await page.getByLabel("Code that the app shows now").fill(code);
  await page.getByRole("button", { name: "Add this app" }).click();
  await page.getByRole("link", { name: "I have kept them" }).waitFor();
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Your authenticator app is added");
  await sound(page);
  const codes = await page.locator("li code").allTextContents();
  expect(codes).toHaveLength(10);
  await page.emulateMedia({ media: "print" });
  expect([await page.getByText(codes[9] ?? "").isVisible(), await page.getByRole("heading", { level: 1 }).isVisible()]).toEqual([
    true,
    false,
  ]);
  expect(await page.getByRole("link", { includeHidden: true }).filter({ visible: true }).count()).toBe(0);
  await page.emulateMedia({ media: "screen" });
  await page.getByRole("link", { name: "I have kept them" }).click();
  await page.getByText("10 of 10 unused").waitFor();
  expect(await page.content()).not.toContain(codes[0]);
  await sound(page);
});

test("a login with the right password is asked for a code, which is taken once", async ({ page }) => {
  const member = await givenAppMember();
  const code = appCode(member.secret);
  await logIn(page, member);
  const field = page.getByLabel("Code from your authenticator app");
  await field.waitFor();
  expect([await field.getAttribute("autocomplete"), await field.getAttribute("inputmode")]).toEqual(["one-time-code", "numeric"]);
  await sound(page);
  await field.fill(code);
  await page.getByRole("button", { name: "Go on" }).click();
  await page.waitForURL("**/settings/security");
  await page.context().clearCookies({ name: "__Host-holdfast-session" });
  await logIn(page, member);
  await field.fill(code);
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByText("This code is not right, or was used before.").waitFor();
});

test("the only factor of a member is removed after a warning", async ({ page }) => {
  const member = await givenMember();
  await logIn(page, member);
  await page.getByRole("link", { name: "Add an authenticator app" }).click();
  await page.getByLabel("Code that the app shows now").fill(appCode(await shownKey(page)));
  await page.getByLabel("Name").fill("Old phone");
  await page.getByRole("button", { name: "Add this app" }).click();
  await page.getByRole("link", { name: "I have kept them" }).click();
  await page.getByRole("link", { name: "Rename or remove" }).click();
  await page.getByText("This is your only second factor").waitFor();
  await sound(page);
  await page.getByRole("button", { name: "Remove it" }).click();
  await page.getByText("No authenticator app yet").waitFor();
});
