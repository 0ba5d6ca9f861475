import { beforeAll, expect } from "vitest";
import { test } from "@/tests/support/browser";
import { givenInvite, goodPassword, newEmail } from "@/tests/support/members";
import { useWorldSettings } from "@/tests/support/own-web";

beforeAll(useWorldSettings);

test("an invite's form starts at the browser's own time zone, and joining leads home", async ({ context, page }) => {
  const { token, email } = await givenInvite();
  await context.addInitScript(() => {
    const { resolvedOptions } = Intl.DateTimeFormat.prototype;
    Intl.DateTimeFormat.prototype.resolvedOptions = function options() {
      return { ...resolvedOptions.call(this), timeZone: "Asia/Kathmandu" };
    };
  });
  await page.goto(`/invite/${token}`);
  await expect.poll(() => page.getByLabel("Time zone").inputValue(), { timeout: 20_000 }).toBe("Asia/Kathmandu");
  expect(await page.getByLabel("E-mail").inputValue()).toBe(email);
  await page.getByLabel("Choose a password").fill(`${goodPassword} twice`);
  await page.getByRole("button", { name: /^Show/ }).click();
  expect(await page.getByLabel("Choose a password").getAttribute("type")).toBe("text");
  await page.getByLabel(/^I agree/).check();
  await page.getByRole("button", { name: "Join Holdfast" }).click();
  await page.waitForURL("**/home");
});

test("a link that dies while its form is open leads to the page of dead links, where a new one can be asked for", async ({
  context,
  page,
}) => {
  const { token } = await givenInvite();
  await page.goto(`/invite/${token}`);
  const other = await context.newPage();
  await other.goto(`/invite/${token}`);
  for (const tab of [page, other]) {
    await tab.getByLabel("Choose a password").fill(goodPassword);
    await tab.getByLabel("Time zone").selectOption("Europe/Berlin");
    await tab.getByLabel(/^I agree/).check();
  }
  await page.getByRole("button", { name: "Join Holdfast" }).click();
  await page.waitForURL("**/home");
  await other.getByRole("button", { name: "Join Holdfast" }).click();
  await other.getByRole("heading", { name: "This invitation link does not work" }).waitFor();
  await other.getByLabel("Your e-mail address").fill(newEmail());
  await other.getByRole("button", { name: "Ask for a new link" }).click();
  await other.getByText("The operator has your request.").waitFor();
  expect((await other.reload())?.status()).toBe(410);
});
