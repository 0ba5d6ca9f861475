import { beforeAll, expect } from "vitest";
import { test } from "@/tests/support/browser";
import { givenInvite, goodPassword } from "@/tests/support/members";
import { useWorldSettings } from "@/tests/support/own-web";
import { flaws } from "./support";

beforeAll(useWorldSettings);
const patient = { timeout: 30_000 };

test("the meter says what is missing while a password is typed, by the rules that decide when it is sent", async ({ page }) => {
  const { token, email } = await givenInvite();
  const scripts: string[] = [];
  page.on("response", (response) => response.url().endsWith(".js") && scripts.push(response.url()));
  await page.goto(`/invite/${token}`, { waitUntil: "networkidle" });
  const atFirst = new Set(scripts);
  const field = page.getByLabel("Choose a password");
  const said = page.locator("[aria-live=polite]").filter({ hasText: /./ });
  expect(await page.getByRole("meter").count()).toBe(0);

  for (const [typed, words] of [
    ["walk", "11 more characters."],
    ["fifteen charact", "Good enough. Hard to guess."],
    ["passwordpassword", "Not yet. It repeats itself too much to be hard to guess."],
    ["qwertyuiopasdfghjkl", "Not yet. It is mostly letters, numbers, keys or days in a row"],
    ["Sunshine2024!!!!", "Not yet. It is made of common words with little added"],
    [`${email.split("@")[0]}1`, "Not yet. It is mostly your own name or address"],
    [goodPassword, "Very strong. Hard to guess."],
  ] as const) {
    await field.fill(typed);
    await expect.poll(() => said.allTextContents(), patient).toContainEqual(expect.stringContaining(words));
  }
  expect(await page.getByRole("meter").evaluate((meter) => (meter as HTMLMeterElement).value)).toBe(4);
  expect(await flaws(page)).toEqual([]);
  expect(
    scripts.filter((url) => !atFirst.has(url)),
    "the lists come only once a password is typed",
  ).not.toEqual([]);
});

test("a password that the meter refuses is refused when it is sent, in the same words", async ({ page }) => {
  const { token } = await givenInvite();
  await page.goto(`/invite/${token}`);
  await page.getByLabel("Choose a password").fill("Sunshine2024!!!!");
  await page.getByLabel("Time zone").selectOption("Europe/Berlin");
  await page.getByLabel(/^I agree/).check();
  await page.getByRole("button", { name: "Join Holdfast" }).click();
  await page.getByRole("link", { name: /^It is made of common words with little added/ }).waitFor();
  expect(await page.getByLabel("Choose a password").inputValue()).toBe("");
  expect(await page.getByRole("meter").count()).toBe(0);
});
