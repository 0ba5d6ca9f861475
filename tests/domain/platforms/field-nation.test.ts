import { afterAll, beforeAll, expect, test } from "vitest";
import { adapterFor } from "@/lib/platforms/adapters";
import { openSandbox, type TestSandbox } from "@/tests/support/sandbox";

/** What is Field Nation's own; what every adapter has to do stands in conformance.test.ts. */
const login = { kind: "password", username: "member@example.org", password: "platform-password" } as const;
const start = "2026-12-01T15:00:00Z";
let sandbox: TestSandbox;
let userId: number;

beforeAll(async () => {
  sandbox = await openSandbox();
  const { kind: _, ...user } = login;
  userId = (await sandbox.control<{ id: number }>("POST", "/__users", user)).id;
});
afterAll(() => sandbox.close());

async function listed(offer: object) {
  const put = { to: userId, start, ...offer };
  const { id } = await sandbox.control<{ id: number }>("POST", "/__offers", put);
  const session = await adapterFor("field-nation")?.logIn(login);
  return (await session?.listOffers({ withText: false }))?.find(({ externalId }) => externalId === String(id));
}

test.each(["string", "object"])("local times come as a %s, and the window is the same", async (localShape) => {
  const one = await listed({ hours: 3, payType: "hourly", payCents: 15_000, mode: "between", localShape });
  expect(one).toMatchObject({ windowStart: new Date(start), windowEnd: new Date("2026-12-01T21:00:00Z"), payCents: 15_000 });
});

test("an order that its buyer assigns is told apart from one that the first to accept has", async () => {
  expect(await listed({ kind: "request", distanceMiles: 7 })).toMatchObject({ kind: "request", distanceMiles: 7 });
});

test.each([
  [{ payType: "hourly", hours: 4 }, "hourly", 6_000],
  [{ payType: "device", units: 8 }, "device", 3_000],
  [{ payType: "blended", units: 2, additional: { units: 2, rateCents: 4_000 } }, "blended", 8_000],
])("pay as %j is one total and one rate", async (offer, kind, rateCents) => {
  expect(await listed({ payCents: 24_000, ...offer })).toMatchObject({ payCents: 24_000, pay: { kind, rateCents } });
});
