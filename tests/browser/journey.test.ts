import { randomBytes } from "node:crypto";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { outsideOf } from "@/scripts/demo/outside";
import { flaws, joinAndConnect, mailedInvite, overflows } from "@/tests/browser/support";
import { test } from "@/tests/support/browser";
import { waitFor } from "@/tests/support/wait-for";
import { world } from "@/tests/support/world";

const pages = ["/home", "/offers", "/schedule", "/schedule/rules", "/connections", "/billing", "/activity", "/settings"];
/** Between them every width and every scheme. */
const looks = [
  { width: 390, colorScheme: "dark" },
  { width: 1280, colorScheme: "light" },
] as const;

async function lookAt(page: Page, paths: string[]): Promise<void> {
  for (const path of paths) {
    await page.goto(path);
    for (const { width, colorScheme } of looks) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      expect(await flaws(page)).toEqual([]);
      expect({ path, width, overflows: await overflows(page) }).toEqual({ path, width, overflows: false });
    }
  }
}

test("a person joins, subscribes, seals a login in the browser, has an order accepted and charged, and cancels and keeps the plan", {
  timeout: 300_000,
}, async ({ page }) => {
  const outside = outsideOf(world());
  const name = randomBytes(4).toString("hex");
  const email = `browser-${name}@example.org`;
  const login = { username: `technician-${name}`, password: `platform-${randomBytes(8).toString("hex")}` };
  const { id: platformUser } = await outside.addPlatformLogin(login.username, login.password);

  await page.goto(await mailedInvite(email));
  expect(await flaws(page)).toEqual([]);
  await page.getByLabel("Choose a password").fill(`a long walk by the sea ${name}`);
  await page.getByLabel("Time zone").selectOption("America/Chicago");
  await page.getByLabel(/I agree/).check();
  await page.getByRole("button", { name: "Join Holdfast" }).click();
  await page.waitForURL("**/home");
  expect(await page.textContent("main")).toContain("Connect a platform");

  await page.goto("/connections");
  await page.getByRole("button", { name: "Connect Field Nation" }).click();
  await page.getByLabel("With your user name and password").check();
  const sent: string[] = [];
  page.on("request", (request) => sent.push(`${request.url()} ${request.postData() ?? ""}`));
  await page.getByLabel("Field Nation user name").fill(login.username);
  await page.getByLabel("Field Nation password").fill(login.password);
  await page.getByRole("button", { name: "Seal and try it" }).click();
  await page.getByText("Your login works").waitFor();
  expect(sent.some((request) => request.includes("jwe"))).toBe(true);
  for (const secret of Object.values(login)) expect(sent.filter((request) => request.includes(secret))).toEqual([]);

  await page.goto("/schedule");
  for (const day of ["Saturday", "Sunday"]) {
    await page.getByRole("group", { name: day }).getByLabel("From").fill("00:00");
    await page.getByRole("group", { name: day }).getByLabel("To").fill("00:00");
  }
  for (const day of ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]) {
    await page.getByRole("group", { name: day }).getByLabel("From").fill("00:00");
    await page.getByRole("group", { name: day }).getByLabel("To").fill("00:00");
  }
  await page.getByRole("button", { name: "Save hours" }).click();
  await page.getByText("Your hours are saved").waitFor();
  expect(await page.getByRole("link", { name: "Set your rules" }).getAttribute("href")).toBe("/schedule/rules");
  await page.getByRole("link", { name: "Set your rules" }).click();
  await page.getByRole("button", { name: "Save rules" }).click();
  await page.getByText("Your rules are saved").waitFor();

  await page.getByRole("link", { name: "Subscribe" }).click();
  await page.getByRole("button", { name: "Continue to payment" }).click();
  await page.locator('button[value="pay"]').click();
  await page.getByText("Renews").waitFor();

  await page.getByRole("link", { name: "Say what to do with offers" }).click();
  await page.getByLabel("When an offer meets all my rules").selectOption("auto");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Automatic acceptance is on").first().waitFor();
  await page.goto("/home");
  await page.evaluate(() => document.body.setAttribute("data-opened", "once"));
  const { id: orderId } = await outside.putUpOffer({ kind: "routed", to: platformUser, payCents: 15_000, distanceMiles: 8 });
  await waitFor("the platform to assign the order", async () => (await outside.assigneeOf(orderId)) === platformUser);
  // The page that was open before the order was there shows it by itself.
  await page.getByRole("link", { name: "$25.00 receipt" }).waitFor();
  expect(await page.locator("body").getAttribute("data-opened")).toBe("once");
  await page.getByRole("link", { name: "$25.00 receipt" }).click();
  await page.getByRole("heading", { name: "Receipt" }).waitFor();
  const receipt = new URL(page.url()).pathname;
  await page.getByRole("link", { name: "Why it was accepted" }).click();
  await page.getByRole("heading", { name: "Accepted for you" }).waitFor();
  expect(await page.getByRole("row", { name: /^Pay/ }).textContent()).toContain("At least $100.00 in all");
  const offer = new URL(page.url()).pathname;

  await lookAt(page, [...pages, receipt, offer]);

  await page.goto("/billing/cancel");
  await page.getByRole("button", { name: "Go on to cancel at Stripe" }).click();
  await page.locator('button[value="cancel"]').click();
  await page.getByRole("button", { name: "Keep the plan" }).click();
  await page.getByText("Renews", { exact: true }).waitFor();

  await page.goto("/settings");
  await page.getByRole("main").getByRole("button", { name: "Log out" }).click();
  await page.waitForURL("**/login");
  await page.goto(receipt);
  expect(new URL(page.url()).pathname).toBe("/login");
});

test("public pages have no flaw that axe finds, at any width and in both schemes", { timeout: 180_000 }, async ({ page }) => {
  await lookAt(page, ["/", "/policy", "/login", "/invite/not-a-link"]);
});

test("without scripts the sealing form says that it needs them, and cannot be sent", { timeout: 120_000 }, async ({ context, page }) => {
  await joinAndConnect(page, `scriptless-${randomBytes(4).toString("hex")}@example.org`);
  const scriptless = await context
    .browser()
    ?.newContext({ baseURL: world().web, javaScriptEnabled: false, storageState: await context.storageState() });
  const plain = await scriptless?.newPage();
  await plain?.goto("/connections");
  expect(await plain?.getByRole("main").textContent()).toContain("This form needs JavaScript");
  expect(await plain?.getByRole("button", { name: "Seal and try it" }).isDisabled()).toBe(true);
  await scriptless?.close();
});
