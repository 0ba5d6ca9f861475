import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { scriptPolicy } from "@/lib/edge/script-policy";

beforeAll(() => {
  const page = new URL("https://holdfast.example/offers/1");
  vi.stubGlobal("document", { baseURI: page.href });
  vi.stubGlobal("location", page);
});
afterAll(() => {
  vi.unstubAllGlobals();
});

test.each(["/_next/static/chunks/a.js", "https://holdfast.example/_next/static/chunks/a.js"])(
  "the build's own script %s is admitted, its address unchanged to the letter",
  (address) => {
    expect(scriptPolicy.createScriptURL(address)).toBe(address);
  },
);

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
  expect(() => scriptPolicy.createScriptURL(address)).toThrow(TypeError);
});

test("no text becomes markup or code", () => {
  expect(Object.keys(scriptPolicy)).toEqual(["createScriptURL"]);
});
