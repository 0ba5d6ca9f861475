import { expect, test } from "vitest";
import { newId } from "@/lib/base/ids";
import { decryptOrderId, encryptOrderId, hashOrderId } from "@/lib/keys/order-ids";

test("the same order on the same connection has one hash, and another on any other connection", () => {
  const [one, other] = [newId(), newId()];
  expect(hashOrderId(one, "4711")).toBe(hashOrderId(one, "4711"));
  expect(hashOrderId(one, "4711")).not.toBe(hashOrderId(other, "4711"));
  expect(hashOrderId(one, "4711")).not.toContain("4711");
});

test("an order id is read back for its own connection only", () => {
  const [one, other] = [newId(), newId()];
  const encrypted = encryptOrderId(one, "4711");
  expect(encrypted).not.toBe(encryptOrderId(one, "4711"));
  expect(decryptOrderId(one, encrypted)).toBe("4711");
  expect(() => decryptOrderId(other, encrypted)).toThrow();
  expect(() => decryptOrderId(one, `x${encrypted}`)).toThrow(/lacks the key/);
});
