import { beforeAll, expect, test, vi } from "vitest";

type Policy = { createScriptURL: (address: string) => string; createHTML?: unknown; createScript?: unknown };

const made: Record<string, Policy> = {};

beforeAll(async () => {
  const page = new URL("https://holdfast.example/offers/1");
  const trustedTypes = { defaultPolicy: null, createPolicy: (name: string, policy: Policy) => (made[name] = policy) };
  vi.stubGlobal("window", { trustedTypes });
  vi.stubGlobal("document", { baseURI: page.href });
  vi.stubGlobal("location", page);
  await import("@/instrumentation-client");
  return () => vi.unstubAllGlobals();
});

const admit = (address: string) => made.default?.createScriptURL(address);

test("the build's own scripts are admitted, their addresses unchanged to the letter", () => {
  expect(admit("/_next/static/chunks/a.js")).toBe("/_next/static/chunks/a.js");
  expect(admit("https://holdfast.example/_next/static/chunks/a.js")).toBe("https://holdfast.example/_next/static/chunks/a.js");
});

test.each([
  "https://elsewhere.example/_next/static/chunks/a.js",
  "//elsewhere.example/_next/static/a.js",
  "http://holdfast.example/_next/static/a.js",
  "/_next/static/../../api/evil",
  "/_next/static/%2e%2e/%2E%2e/api/evil",
  "/api/evil.js",
  "_next/static/a.js",
  "data:text/javascript,alert(1)",
  "blob:https://holdfast.example/_next/static/a.js",
  "javascript:alert(1)",
])("a script from %s is refused", (address) => {
  expect(() => admit(address)).toThrow(TypeError);
});

test("no text becomes markup or code", () => {
  expect(Object.keys(made)).toEqual(["default"]);
  expect(Object.keys(made.default ?? {})).toEqual(["createScriptURL"]);
});
