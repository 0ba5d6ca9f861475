import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { spellings } from "@/lib/policy/canary/spellings";
import { outsideOf } from "@/scripts/demo/outside";
import { root } from "@/scripts/root";
import { joinAndConnect } from "@/tests/browser/support";
import { test } from "@/tests/support/browser";
import { filesBelow, placesOf } from "@/tests/support/search-everything";
import { memoryHolds, pidOf } from "@/tests/support/search-memory";
import { waitFor } from "@/tests/support/wait-for";
import { world } from "@/tests/support/world";

/** What web has written beside its databases and logs: its build, and the cache that Next keeps in it. */
const builtHolds = (texts: string[]) => {
  const wanted = texts.flatMap(spellings);
  return [...filesBelow(join(root, ".next"))].filter((path) => {
    const content = readFileSync(path);
    return wanted.some((text) => content.includes(text));
  });
};

async function givenLogin() {
  const name = randomBytes(5).toString("hex");
  const login = { username: `technician-${name}`, password: `pass "wörd" & ${randomBytes(8).toString("hex")}` };
  await outsideOf(world()).addPlatformLogin(login.username, login.password);
  return login;
}

async function seal(page: Page, login: { username: string; password: string }): Promise<void> {
  await page.getByLabel("With your user name and password").check();
  await page.getByLabel("Field Nation user name").fill(login.username);
  await page.getByLabel("Field Nation password").fill(login.password);
  await page.getByRole("button", { name: /^Seal/ }).click();
}

/**
 * The drill: someone takes the whole main database, and everything that web has: its settings, its memory, its disk. Of all logins that
 * were sealed in a session of use they find none, in any spelling. The same search finds one in the worker while it logs in, so that it
 * is known to find what is there.
 */
test("who steals the databases and all that web holds finds no platform login; in the worker, during a call, there is one", {
  timeout: 300_000,
}, async ({ page, skip }) => {
  if (process.platform !== "linux") skip("a process's memory is read as Linux shows it");
  const first = await givenLogin();
  const second = await givenLogin();
  const used = [...Object.values(first), ...Object.values(second)];

  await joinAndConnect(page, `drill-${randomBytes(4).toString("hex")}@example.org`);
  await seal(page, first);
  await page.getByText("Your login works").waitFor();

  // The platform takes its time over the second one, so that the worker has it in hand while the search is made.
  const late = { target: "platform", fault: "latency", on: "token", delayMs: 120_000 };
  await fetch(`${world().sandbox?.control}/__faults`, { method: "POST", body: JSON.stringify(late) });
  await page.getByText("Replace the login").click();
  await seal(page, second);
  const worker = pidOf(world().home, "worker");
  await waitFor("the worker to have the second login in hand", () => memoryHolds(worker, [second.password]), { withinMs: 60_000 });

  for (const path of ["/home", "/connections", "/offers", "/billing", "/activity", "/settings"]) await page.goto(path);
  expect(memoryHolds(pidOf(world().home, "web"), used)).toBe(false);
  expect(await placesOf(world(), used)).toEqual([]);
  expect(Object.entries(world().settings.web).filter(([, value]) => used.some((text) => value.includes(text)))).toEqual([]);
  expect(builtHolds(used)).toEqual([]);
});
