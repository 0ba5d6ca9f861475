import { randomBytes } from "node:crypto";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { transaction } from "@/db/client";
import { accessLines } from "@/db/schema";
import { now } from "@/lib/base/clock";
import { flaws, overflows } from "@/tests/browser/support";
import { test } from "@/tests/support/browser";
import { givenMember } from "@/tests/support/members";
import { useWorldSettings } from "@/tests/support/own-web";
import { sessionCookie } from "@/tests/support/session-cookie";
import { givenStaff } from "@/tests/support/staff";
import { waitFor } from "@/tests/support/wait-for";
import { world } from "@/tests/support/world";

async function logInAs(page: Page, sessionId: string): Promise<void> {
  const [name = "", value = ""] = (await sessionCookie(sessionId)).split(/=(.*)/s);
  await page
    .context()
    .addCookies([{ name, value, url: world().web.replace("http:", "https:"), httpOnly: true, secure: true, sameSite: "Lax" }]);
}

/** Opens a folded part of the page, fills it in and sends it. */
async function fill(page: Page, part: string, fields: Record<string, string>, press: string): Promise<void> {
  const box = page
    .locator("details")
    .filter({ has: page.locator("summary", { hasText: part }) })
    .first();
  if (!(await box.evaluate((element) => (element as HTMLDetailsElement).open))) await box.locator("summary").first().click();
  for (const [label, value] of Object.entries(fields)) {
    const field = box.getByLabel(label, { exact: false }).first();
    if (value === "ticked") await field.check();
    else if ((await field.evaluate((element) => element.tagName)) === "SELECT") await field.selectOption(value);
    else await field.fill(value);
  }
  await box.getByRole("button", { name: press, exact: true }).first().click();
}

test("a drill goes from a report to its closure, and touches no member", { timeout: 300_000 }, async ({ page }) => {
  useWorldSettings();
  const staff = await givenStaff("owner");
  const member = await givenMember();
  const mark = randomBytes(4).toString("hex");
  await transaction({ kind: "system", job: "test" }, (tx) =>
    tx.insert(accessLines).values({
      at: now(),
      actor: `system:${mark}`,
      subject: member.accountId,
      act: "member.look",
      object: "drill",
      reason: "test",
      facts: {},
    }),
  );

  await page.goto("/report");
  await page.getByLabel("What do you report").selectOption("access");
  await page.getByLabel("What did you see").fill(`Drill ${mark}: somebody read offers that are not theirs.`);
  await page.getByRole("button", { name: "Send the report" }).click();
  const link = (await page.locator("code").textContent()) ?? "";
  expect(link).toContain("/report/");
  await page.goto(link);
  expect(await page.textContent("main")).toContain("Waits to be looked at");
  expect(await flaws(page)).toEqual([]);

  await logInAs(page, staff.sessionId);
  await page.goto("/operator/reports");
  expect(await page.textContent("main")).toContain(`Drill ${mark}`);
  await page.goto("/operator/incidents");
  await fill(
    page,
    "Open an incident",
    { "What is it about": "unauthorised_access", "How severe": "high", "This is a drill": "ticked" },
    "Open the incident",
  );
  await page.waitForURL(/\/operator\/incidents\/[0-9a-f-]{36}/);
  const address = page.url();

  await fill(page, "Change severity or roles", {}, "Take the lead");
  await page.getByText("You have the lead").first().waitFor();
  await fill(page, "Stop calls, or freeze", { What: "everything", Why: "To be sure, in a drill." }, "Stop it");
  await page.getByText("simulated: nothing was done").first().waitFor();
  await fill(page, "Move on to contained", { "Why you say so": "Nothing goes on any more." }, "It is contained");
  await page.getByText("Move on to resolved").first().waitFor();

  await fill(page, "Ask whom it touched", { Actor: `system:${mark}` }, "Find them");
  await page.getByRole("heading", { name: /Question 1: 1 member/ }).waitFor();
  await fill(
    page,
    "Draft a notice",
    { "What it says": "accessed", "Your e-mail address": "ticked", "You need not do anything": "ticked" },
    "Draft it",
  );
  await page.getByRole("button", { name: "It is right" }).first().click();
  await page.getByText("Self-reviewed").first().waitFor();
  await page.getByRole("button", { name: "Send it to staff, as a drill" }).click();
  await page.getByText("Waiting for the mail server").first().waitFor();

  await fill(page, "Look at an authority", { Authority: "eu" }, "Count its time");
  await fill(page, "It need not be told", { "Why not": "It is a drill, and nobody's data was touched." }, "Decide so");
  await page.getByText("Not required").first().waitFor();
  await fill(page, "Move on to resolved", { "Why you say so": "Its cause is gone." }, "It is resolved");
  await fill(page, "Move on to closed", { "Why you say so": "All is done." }, "It is closed");
  await page.getByText("Not every corrective action has its test").first().waitFor();
  await page.goto(address);
  await fill(
    page,
    "Plan a corrective action",
    { "What is done": "A drill, twice a year.", "Who does it": staff.email, "By when": "2030-01-01" },
    "Plan it",
  );
  await page.getByLabel("The test or change it led to").fill("tests/browser/incident-drill.test.ts");
  await page.getByRole("button", { name: "It is done" }).click();
  await fill(
    page,
    "Publish it",
    { Title: `Drill ${mark}`, "What happened": "A drill. Nothing happened to anybody." },
    "Keep it, as a drill",
  );
  await page.getByText("Kept for the drill").first().waitFor();
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await flaws(page)).toEqual([]);
    expect(await overflows(page)).toBe(false);
  }
  await fill(page, "Move on to closed", { "Why you say so": "All is done." }, "It is closed");
  await waitFor("the incident is closed", async () => !(await page.textContent("main"))?.includes("Move on to closed"));

  await page.goto("/status");
  const status = await page.textContent("main");
  expect(status).not.toContain(mark);
  expect(status).not.toContain("Frozen by us");
  await page.goto("/security-notices");
  expect(await page.textContent("main")).toContain("Drill: for staff alone");
  await logInAs(page, member.sessionId);
  await page.goto("/security-notices");
  expect(await page.textContent("main")).toContain("There is none");
});
