import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { renderControlPage } from "@/sandbox/control/render-page";
import { curlOf, first, switchesFor } from "@/sandbox/control/switches";
import { control, givenSandbox } from "@/tests/sandbox/support/given-sandbox";

const page = "docs/operations/sandbox.md";

interface World {
  platform: { users: { username: string }[]; seats: unknown[]; orders: { id: number }[] };
  faults: unknown[];
}

async function send(address: string, path: string, body: string): Promise<{ status: number; error: string }> {
  const reply = await fetch(`${address}${path}`, { method: "POST", body });
  return { status: reply.status, error: ((await reply.json()) as { error?: string }).error ?? "" };
}

const refused: [what: string, path: string, body: string, because: RegExp][] = [
  ["an empty offer", "/__offers", "", /The body is empty/],
  ["an offer of spaces", "/__offers", "  \n", /The body is empty/],
  ["an offer that is no JSON", "/__offers", "{hours:2}", /no JSON: .*position 1/],
  ["an offer that is a list", "/__offers", "[]", /expected object/],
  ["an offer with a part that is not known", "/__offers", '{"pay":100}', /Unrecognized key: "pay"/],
  ["an offer that lasts no time", "/__offers", '{"hours":0}', /Too small.*\n.*at hours/],
  ["an offer with two starts", "/__offers", '{"start":"2026-12-01T15:00:00Z","startInMinutes":5}', /give one of start/],
  ["an empty user", "/__users", "", /The body is empty/],
  ["a user that is no JSON", "/__users", '{"username":"sam"', /no JSON/],
  ["a user without a password", "/__users", '{"username":"sam"}', /expected string.*\n.*at password/],
  ["a user without a name", "/__users", '{"username":"","password":"a long password"}', /Too small.*\n.*at username/],
  ["a seat for nobody", "/__seats", '{"actsFor":[]}', /Too small.*\n.*at actsFor/],
  ["an empty fault", "/__faults", "", /The body is empty/],
  ["an empty move of the clock", "/__clock", "", /The body is empty/],
];

test("what is empty or does not fit is refused with what was wrong, and makes nothing", async () => {
  const sandbox = await givenSandbox();
  for (const [what, path, body, because] of refused) {
    const { status, error } = await send(sandbox.control, path, body);
    expect([what, status, error]).toEqual([what, 400, expect.stringMatching(because)]);
  }
  const { platform, faults } = await control<World>(sandbox, "GET", "/__world");
  expect([platform.users, platform.seats, platform.orders, faults]).toEqual([[], [], [], []]);
});

test("an offer of defaults is put up when it is asked for in so many words", async () => {
  const sandbox = await givenSandbox();
  const { id } = await control(sandbox, "POST", "/__offers", {});
  expect((await control<World>(sandbox, "GET", "/__world")).platform.orders).toMatchObject([{ id }]);
});

test("every path that the control address serves is one of the switches", () => {
  const served = [...readFileSync("sandbox/control/serve-control.ts", "utf8").matchAll(/route\(\s*"(\w+)",\s*"(\/__[^"]+)"/g)];
  const told = switchesFor(first).map(({ method, path }) => `${method} ${path.replace(/\d+$/, ":id")}`);
  expect(told.toSorted()).toEqual(served.map(([, method, path]) => `${method} ${path}`).toSorted());
});

test("the page about the control address is what the switches say", () => {
  if (process.env.UPDATE_PAGES === "yes") writeFileSync(page, renderControlPage());
  expect(readFileSync(page, "utf8")).toBe(renderControlPage());
});

test("the control address shows a command for each of its switches, and each does as it says", async () => {
  const sandbox = await givenSandbox();
  const shown = (await (await fetch(sandbox.control)).text()).replaceAll("&#39;", "'").replaceAll("&#34;", '"');
  for (const one of switchesFor(first)) {
    const command = curlOf(one, sandbox.control);
    expect(shown).toContain(command);
    const [, method = "GET", url = "", body] = /^curl -s (?:-X (\w+) )?(\S+)(?: -d '(.*)')?$/.exec(command) ?? [];
    const reply = await fetch(url, { method, body: body ?? null });
    expect([command, reply.ok]).toEqual([command, true]);
  }
  const { platform } = await control<World>(sandbox, "GET", "/__world");
  expect(platform.users).toMatchObject([{ id: first.user, username: "sam" }]);
  expect(platform.orders).toMatchObject([{ id: first.order, toUserId: first.user, payCents: 15_000, state: "assigned" }]);
});
