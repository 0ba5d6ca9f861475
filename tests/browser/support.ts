import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { outsideOf } from "@/scripts/demo/outside";
import { runOperator } from "@/scripts/demo/run-operator";
import { waitFor } from "@/tests/support/wait-for";
import { world } from "@/tests/support/world";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Axe {
  run: (options: { resultTypes: ["violations"] }) => Promise<{ violations: { id: string; help: string; nodes: { html: string }[] }[] }>;
}

/** What axe finds on the page as it stands, by WCAG 2.2 A and AA and its own best practices. Empty is good. */
export async function flaws(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  // Colours on their way from one scheme to the other are neither's.
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().flatMap((each) => (each instanceof CSSTransition ? [each.finished] : []))),
  );
  // Of what is in order nothing is told, which spares most of the time.
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: Axe }).axe.run({ resultTypes: ["violations"] }));
  return violations.map(({ id, help, nodes }) => `${new URL(page.url()).pathname}: ${id}: ${help}: ${nodes[0]?.html.slice(0, 200)}`);
}

/** Joins as a new member does, by the link in the mail, and ends at home. */
export async function join(page: Page, email: string): Promise<void> {
  await page.goto(await mailedInvite(email));
  await page.getByLabel("Choose a password").fill("a long walk by the sea, and back again");
  await page.getByLabel("Time zone").selectOption("America/Chicago");
  await page.getByLabel(/I agree/).check();
  await page.getByRole("button", { name: "Join Holdfast" }).click();
  await page.waitForURL("**/home");
}

/** Joins, and begins a connection to Field Nation: its lock is there, and its form waits for a login. */
export async function joinAndConnect(page: Page, email: string): Promise<void> {
  await join(page, email);
  await page.goto("/connections");
  await page.getByRole("button", { name: "Connect Field Nation" }).click();
  await page.getByLabel("Field Nation seat token").waitFor();
}

/** Whether anything of the page lies outside its width, so that a person would have to scroll sideways. */
export const overflows = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** Invites someone as the operator does, and returns the link from the mail that arrives. */
export async function mailedInvite(email: string): Promise<string> {
  await runOperator(world(), "invite", email);
  return await waitFor("the invite's mail", async () => {
    const mail = (await outsideOf(world()).mailTo(email)).find(({ text }) => text.includes("/invite/"));
    return mail?.text.match(/https?:\/\/\S+\/invite\/[\w-]+/)?.[0];
  });
}
