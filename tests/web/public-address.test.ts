import { afterAll, beforeAll, expect, test } from "vitest";
import { keyringElsewhere, type OwnWeb, startOwnWeb } from "@/tests/support/own-web";
import { useStagingDatabases } from "@/tests/support/staging-databases";

/** Web as it runs behind a proxy that ends TLS for a public name. */
let web: OwnWeb;
const origin = "https://holdfast.example";
beforeAll(async () => {
  web = await startOwnWeb({
    PUBLIC_URL: origin,
    ...(await useStagingDatabases("address")),
    STRIPE_API_BASE: "https://api.stripe.com",
    KEYRING_DIR: keyringElsewhere,
  });
}, 60_000);
afterAll(() => web?.stop());

test("browsers are told to come back over TLS alone, on pages, files and refusals", async () => {
  for (const path of ["/login", "/favicon.svg", "/api/health/live"]) {
    expect((await fetch(`${web.url}${path}`)).headers.get("strict-transport-security")).toBe("max-age=63072000; includeSubDomains");
  }
  expect((await fetch(web.url, { method: "DELETE" })).headers.get("strict-transport-security")).not.toBeNull();
});

test("forms may lead to Stripe's own pages, and to no address of the sandbox", async () => {
  const policy = (await fetch(`${web.url}/login`)).headers.get("content-security-policy");
  expect(policy).toContain("form-action 'self' https://checkout.stripe.com https://billing.stripe.com;");
});

test("the public origin is the only one that counts, whatever the Host or the forwarded headers say", async () => {
  const ask = async (headers: Record<string, string>) =>
    (await fetch(`${web.url}/api/auth/signout`, { method: "POST", headers, redirect: "manual" })).status;
  expect(await ask({ origin: web.url })).toBe(403);
  expect(await ask({ origin: "https://elsewhere.example", "x-forwarded-host": "elsewhere.example" })).toBe(403);
  expect(await ask({ origin })).toBe(302);
});

test("next-auth knows itself by the public address", async () => {
  const providers = await (await fetch(`${web.url}/api/auth/providers`, { headers: { "x-forwarded-host": "elsewhere.example" } })).text();
  expect(providers).toContain(`"${origin}/api/auth/signin/credentials"`);
  expect(providers).not.toContain("elsewhere");
});
