import { describe, expect, test } from "vitest";
import { currentZoneName, isTimeZone, timeZones } from "@/lib/accounts/time-zones";

describe("the time zones to choose from", () => {
  test("have UTC, and each a single time and in order", () => {
    expect(timeZones).toContain("UTC");
    expect(timeZones).toEqual([...new Set(timeZones)].toSorted());
  });

  test.each([
    ["Europe/Kiev", "Europe/Kyiv"],
    ["Asia/Calcutta", "Asia/Kolkata"],
    ["America/Buenos_Aires", "America/Argentina/Buenos_Aires"],
  ])("do not have %s, but %s", (old, current) => {
    expect(timeZones).not.toContain(old);
    expect(timeZones).toContain(current);
    expect(currentZoneName(old)).toBe(current);
  });

  test("are all taken when one is saved, and a name that a browser still reports is too", () => {
    expect([...timeZones, "Asia/Calcutta"].filter((zone) => !isTimeZone(zone))).toEqual([]);
  });
});
