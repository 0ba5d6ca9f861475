import { afterAll, expect, test } from "vitest";
import { closeDatabases } from "@/db/client";
import { addCalendar } from "@/lib/schedule/change-calendars";
import { readFeedAddress } from "@/lib/schedule/feed-address";
import { givenMember } from "@/tests/support/members";

afterAll(closeDatabases);

test.each([
  "ftp://example.org/a.ics",
  "http://example.org/a.ics",
  "https://10.0.0.1/a.ics",
  "https://localhost/a.ics",
  "https://me:pw@example.org/",
  "https://example.org:8443/a",
  "basic.ics",
  "",
])("%s is no address that is taken", async (address) => {
  const { accountId } = await givenMember();
  await expect(addCalendar(accountId, { address, name: "" })).rejects.toMatchObject({ facts: { field: "address" } });
});

test("webcal is taken as https, and a calendar is called by its host where it has no name", () => {
  expect(readFeedAddress(" webcal://calendar.example.org/a.ics#x ")?.href).toBe("https://calendar.example.org/a.ics");
});
