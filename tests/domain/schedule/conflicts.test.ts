import { expect, test } from "vitest";
import { conflicts } from "@/lib/schedule/conflicts";

const at = (time: string) => new Date(`2026-12-01T${time}:00Z`);
const taken = [{ start: at("10:00"), end: at("12:00") }];

test("a window that shares any time with taken time conflicts", () => {
  expect(conflicts({ start: at("09:00"), end: at("10:01") }, taken)).toBe(true);
  expect(conflicts({ start: at("11:59"), end: at("13:00") }, taken)).toBe(true);
  expect(conflicts({ start: at("10:30"), end: at("11:00") }, taken)).toBe(true);
  expect(conflicts({ start: at("09:00"), end: at("13:00") }, taken)).toBe(true);
});

test("a window that ends as taken time begins, or begins as it ends, does not", () => {
  expect(conflicts({ start: at("09:00"), end: at("10:00") }, taken)).toBe(false);
  expect(conflicts({ start: at("12:00"), end: at("13:00") }, taken)).toBe(false);
  expect(conflicts({ start: at("09:00"), end: at("13:00") }, [])).toBe(false);
});
