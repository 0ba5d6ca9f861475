import { randomBytes } from "node:crypto";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { outsideOf } from "@/scripts/demo/outside";
import { flaws, joinAndConnect, overflows } from "@/tests/browser/support";
import { test } from "@/tests/support/browser";
import { waitFor } from "@/tests/support/wait-for";
import { world } from "@/tests/support/world";

async function control<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const reply = await fetch(`${world().sandbox?.control}${path}`, { method, body: body === undefined ? null : JSON.stringify(body) });
  return (await reply.json()) as Answer;
}

/** A user of the platform, and a seat there that acts for them. */
async function givenSeat() {
  const name = randomBytes(5).toString("hex");
  const { id: userId } = await outsideOf(world()).addPlatformLogin(`technician-${name}`, `platform-${name}`);
  const { id, token } = await control<{ id: number; token: string }>("POST", "/__seats", { actsFor: [userId] });
  return { userId: String(userId), token, revoke: () => control("DELETE", `/__seats/${id}`) };
}

/** A person who has joined and has a lock for their login. */
const connect = (page: Page) => joinAndConnect(page, `seat-${randomBytes(4).toString("hex")}@example.org`);

test("a seat is offered first, sealed in the browser and shown to work; taken back, it is said to be refused, and can be replaced", {
  timeout: 240_000,
}, async ({ page }) => {
  const seat = await givenSeat();
  await connect(page);
  expect(await page.getByLabel("With a delegated seat (safer)").isChecked()).toBe(true);
  const sent: string[] = [];
  page.on("request", (request) => sent.push(`${request.url()} ${request.postData() ?? ""}`));

  await page.getByLabel("Your Field Nation user ID").fill(seat.userId);
  await page.getByLabel("Field Nation seat token").fill(`${seat.token} ${"and a text that came along ".repeat(40)}`);
  await page.getByRole("button", { name: "Seal and try it" }).click();
  await page.getByText("This token is too long to be sealed").waitFor();
  expect(sent.filter((request) => request.includes("jwe"))).toEqual([]);
  expect(await flaws(page)).toEqual([]);

  await page.getByLabel("Field Nation seat token").fill(` ${seat.token} `);
  await page.getByRole("button", { name: "Seal and try it" }).click();
  await page.getByText("Your login works").waitFor();
  expect(sent.some((request) => request.includes("jwe"))).toBe(true);
  expect(sent.filter((request) => request.includes(seat.token))).toEqual([]);
  await page.getByRole("row").getByText("To try the login that you sealed").waitFor();

  await seat.revoke();
  await page.getByText("Replace the login").click();
  await page.getByLabel("Your Field Nation user ID").fill(seat.userId);
  await page.getByLabel("Field Nation seat token").fill(seat.token);
  await page.getByRole("button", { name: "Seal and replace" }).click();
  await page.getByText("Field Nation refused this login").waitFor();
  await page.getByText("It is not tried again by itself").waitFor();
  for (const [width, colorScheme] of [
    [390, "dark"],
    [1280, "light"],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    expect(await flaws(page)).toEqual([]);
    expect(await overflows(page)).toBe(false);
  }

  const another = await givenSeat();
  await page.getByLabel("Your Field Nation user ID").fill(another.userId);
  await page.getByLabel("Field Nation seat token").fill(another.token);
  await page.getByRole("button", { name: "Seal and try it" }).click();
  await page.getByText("Your login works").waitFor();
});

test("without scripts a connection can be unlinked, after it is said what that does, and be made anew", { timeout: 180_000 }, async ({
  context,
  page,
}) => {
  await connect(page);
  const scriptless = await context
    .browser()
    ?.newContext({ baseURL: world().web, javaScriptEnabled: false, storageState: await context.storageState() });
  const plain = await scriptless?.newPage();
  if (!plain) throw new Error("no browser");
  await plain.goto("/connections");
  await plain.locator("summary", { hasText: "Unlink" }).click();
  await plain.getByText("its keys are destroyed").waitFor();
  await plain.getByRole("button", { name: "Unlink Field Nation" }).click();
  await plain.getByText("The sealed login is deleted").waitFor();
  await plain.getByRole("button", { name: "Connect Field Nation" }).click();
  await waitFor("a new lock", async () => {
    await plain.goto("/connections");
    return (await plain.textContent("main"))?.includes("This form needs JavaScript");
  });
  await scriptless?.close();
});
