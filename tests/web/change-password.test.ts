import { expect, test } from "vitest";
import { world } from "@/tests/support/world";

const { web } = world();

test("a password manager is led to where a password is changed", async () => {
  const response = await fetch(`${web}/.well-known/change-password`, { redirect: "manual" });
  expect([302, 303, 307]).toContain(response.status);
  expect(new URL(response.headers.get("location") ?? "", web).href).toBe(`${web}/settings/password`);
});

test("what is not there under .well-known says so, as a password manager checks first", async () => {
  const path = "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200";
  expect((await fetch(`${web}${path}`)).status).toBe(404);
});
