import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect } from "vitest";
import type { ListShape } from "@/app/(staff)/operator/list/list-shape";
import { root } from "@/scripts/root";
import { superuserOf } from "@/scripts/world/superuser";
import { findingId, givenLongLists, givenRows, incidentId, many } from "@/tests/browser/given-long-lists";
import { test } from "@/tests/support/browser";
import { useWorldSettings } from "@/tests/support/own-web";
import { sessionCookie } from "@/tests/support/session-cookie";
import { givenStaff, type Someone } from "@/tests/support/staff";
import { world } from "@/tests/support/world";

type Shape = ListShape<string, Record<string, readonly string[]>>;
const isShape = (value: unknown): value is Shape => typeof value === "object" && value !== null && "sorts" in value && "path" in value;

/** Every shape of a list that there is. One of a page about something is made for what the rows are given to. */
async function everyShape(): Promise<Shape[]> {
  const files = globSync("app/(staff)/operator/**/shape.ts", { cwd: root });
  const modules = await Promise.all(files.map((file) => import(/* @vite-ignore */ join(root, file)) as Promise<Record<string, unknown>>));
  return modules.flatMap((exported) =>
    Object.values(exported)
      .map((value) => (typeof value === "function" ? value(incidentId, findingId) : value))
      .filter(isShape),
  );
}
const shapes = await everyShape();

beforeAll(async () => {
  useWorldSettings();
  const database = superuserOf(world(), 1);
  await givenLongLists({ sql: database, owner: (await givenStaff("owner")).accountId });
  await database.end();
}, 60_000);

/** Presses Tab until what has the focus is called so, among what a selector finds. What cannot be reached by it fails the test. */
async function tabTo(page: Page, name: RegExp, among = "*"): Promise<void> {
  for (let presses = 0; presses < 200; presses += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate((selector) => {
      const element = document.activeElement;
      if (!element?.matches(selector)) return null;
      const labels = element instanceof HTMLSelectElement || element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
      return labels.map((label) => label.textContent).join(" ") || (element.getAttribute("aria-label") ?? element.textContent ?? "");
    }, among);
    if (focused !== null && name.test(focused.trim())) return;
  }
  throw new Error(`Tab does not lead to ${name}`);
}

/** On a machine that may be busy. */
const soon = { timeout: 20_000 };

const called = (text: string) => new RegExp(`^${text.replace(/[()[\].?*+^$|\\]/g, "\\$&")}`);
const shown = (page: Page) => page.locator("#list tbody tr").allTextContents();

async function enter(page: Page, owner: Someone, path: string): Promise<void> {
  const [name = "", value = ""] = (await sessionCookie(owner.sessionId)).split(/=(.*)/s);
  const url = world().web.replace("http:", "https:");
  await page.context().addCookies([{ name, value, url, httpOnly: true, secure: true, sameSite: "Lax" }]);
  await page.goto(path, { waitUntil: "networkidle" });
  // As the script takes the page over it sets what was chosen before back to what the address asks for.
  await page.waitForFunction(() => Object.keys(document.querySelector("search select") ?? {}).some((key) => key.startsWith("__react")));
}

/** Chooses the first of the filters' options, or types what nothing contains where there is no filter; shows what fits, and clears it again. */
async function narrow(page: Page, { search, filters }: Shape): Promise<void> {
  const [first, ...others] = Object.entries(filters);
  if (search !== null) await tabTo(page, called(search), "search input");
  if (first) {
    await tabTo(page, called(first[1].label), "search select");
    await page.keyboard.press("ArrowDown");
  } else await page.keyboard.type("nobody");
  for (const [, { label }] of others) await tabTo(page, called(label), "search select");
  await tabTo(page, /^Sort by/, "search select");
  await tabTo(page, /^Show$/, "search button");
  await page.keyboard.press("Enter");
  const [name, value] = first ? [first[0], first[1].options[0]] : ["q", "nobody"];
  await page.waitForURL((url) => url.searchParams.get(name) === value);
  await tabTo(page, /^Clear$/, "search a");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.searchParams.has(name));
}

/** Sorts by each head that sorts, by the keyboard alone. Returns how many there are. */
async function sortByHeads(page: Page): Promise<number> {
  const sorting = (await page.locator("#list thead th a").allTextContents()).map((text) => text.replace(/[↑↓↕]/, "").trim());
  for (const head of sorting) {
    const cell = page.locator("#list thead th", { hasText: called(head) });
    const before = await cell.getAttribute("aria-sort");
    await tabTo(page, called(head), "#list thead a");
    await page.keyboard.press("Enter");
    await expect.poll(() => cell.getAttribute("aria-sort"), soon).not.toBe(before);
    expect(await cell.getAttribute("aria-sort")).toMatch(/^(a|de)scending$/);
  }
  return sorting.length;
}

const heads = (page: Page) => page.locator("#list tbody tr th").allTextContents();

/**
 * To the second page and back, by what stays the same while the test looks, where a head sorts by such. What else stands in a row
 * may be another by then.
 */
async function turnPages(page: Page, { sorts }: Shape): Promise<void> {
  for (const { label, of } of Object.values(sorts)) {
    const cell = page.locator("#list thead th:has(a)", { hasText: called(label) });
    if (of !== "text" || (await cell.count()) === 0) continue;
    await tabTo(page, called(label), "#list thead a");
    await page.keyboard.press("Enter");
    await expect.poll(() => cell.getAttribute("aria-sort"), soon).toMatch(/^(a|de)scending$/);
  }
  const [first, named] = [await shown(page), await heads(page)];
  expect(first).toHaveLength(25);
  await tabTo(page, /^Next page$/, "#list a");
  await page.keyboard.press("Enter");
  await page.waitForURL(/[?&]after=/);
  await page.locator("#list a", { hasText: "Previous page" }).waitFor();
  await expect.poll(() => shown(page), soon).not.toEqual(first);
  await tabTo(page, /^Previous page$/, "#list a");
  await page.keyboard.press("Enter");
  await page.waitForURL(/[?&]before=/);
  await expect.poll(() => heads(page), soon).toEqual(named);
}

/** Takes the list as a file. Returns its lines. */
async function takeFile(page: Page): Promise<string[]> {
  await tabTo(page, /^Export as CSV$/, "summary");
  await page.keyboard.press("Enter");
  await tabTo(page, /^Why do you take it/, "select");
  await page.keyboard.type("For an audit");
  await tabTo(page, /^Export as CSV$/, "button");
  const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  return readFileSync(await file.path(), "utf8")
    .trimEnd()
    .split("\r\n");
}

test("every list of the console has rows here", () => {
  expect(Object.keys(givenRows).toSorted()).toEqual(shapes.map(({ path }) => path).toSorted());
});

/** All share their parts. These are paged in memory, by a database of many, with rows that hold forms, and on a page about something. */
const workedThrough = [
  "/operator/blocks",
  "/operator/controls",
  "/operator/members",
  "/operator/resets",
  shapes.find(({ path }) => path.includes(findingId))?.path,
];

for (const shape of shapes) {
  const name = shape.path.replaceAll(/[\da-f-]{36}/g, "ID");
  if (workedThrough.includes(shape.path)) {
    test(`${name} is filtered, sorted, paged and taken as a file by keyboard alone`, { timeout: 180_000 }, async ({ page }) => {
      await enter(page, await givenStaff("owner"), shape.path);
      await narrow(page, shape);
      await turnPages(page, shape);
      expect(await sortByHeads(page)).toBeGreaterThan(0);
      expect((await takeFile(page)).length).toBeGreaterThan(many);
    });
    continue;
  }
  test(`${name} has the same parts, each an element that a keyboard works`, async () => {
    const { sessionId } = await givenStaff("owner");
    const reply = await fetch(`${world().web}${shape.path}`, { headers: { cookie: await sessionCookie(sessionId) } });
    const html = await reply.text();
    const parts = [
      ...Object.keys(shape.filters).map((field) => new RegExp(`<select[^>]* name="${field}"`)),
      ...(shape.search === null ? [] : [/<input[^>]* name="q"/]),
      /<select[^>]* name="sort"/,
      /<button[^>]*>Show</,
      /<th[^>]* aria-sort="[a-z]+"[^>]*>.*?<a [^>]*href="[^"]*[?&](amp;)?sort=/,
      /<a [^>]*href="[^"]*[?&](amp;)?after=[^"]*"[^>]*>Next page</,
      /<summary[^>]*>.*?Export as CSV/,
    ];
    expect(parts.filter((part) => !part.test(html))).toEqual([]);
  });
}

test("back from a row that stands among the first by now leads to the first page, which is whole", async () => {
  const { sessionId } = await givenStaff("owner");
  const headers = { cookie: await sessionCookie(sessionId) };
  const list = `${world().web}/operator/blocks?state=ended&sort=until`;
  const html = await (await fetch(list, { headers })).text();
  const second = html.match(/[?&](?:amp;)?after=([\da-f-]{36})/)?.[1] ?? "";
  const back = await fetch(`${list}&after=${second}`, { headers });
  const beforeIt = (await back.text()).match(/[?&](?:amp;)?before=([\da-f-]{36})/)?.[1] ?? "";
  expect((await fetch(`${list}&before=${beforeIt}`, { headers, redirect: "manual" })).status).toBe(200);
  const short = await fetch(`${list}&before=${second}`, { headers, redirect: "manual" });
  expect([short.status, short.headers.get("location")]).toEqual([307, "/operator/blocks?state=ended&sort=until#list"]);
});

test("what narrows a list narrows its file, and the log says by what it was narrowed and why it was taken", { timeout: 120_000 }, async ({
  page,
}) => {
  const owner = await givenStaff("owner");
  const database = superuserOf(world(), 1);
  try {
    await enter(page, owner, "/operator/blocks?state=ended&sort=until");
    expect((await shown(page))[0]).toContain("10.250.");
    const lines = await takeFile(page);
    expect(lines[0]).toBe('"id","network","account","reason","made_by","made_at","until","lifted_at"');
    expect(lines.filter((line) => line.includes("10.250."))).toHaveLength(many);
    const [line] =
      await database`select reason, facts from access_lines where act = 'blocks.export' and actor = ${`staff:${owner.accountId}`}`;
    expect(line).toMatchObject({ reason: "audit", facts: { state: "ended" } });
  } finally {
    await database.end();
  }
});
