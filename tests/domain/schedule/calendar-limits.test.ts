import { afterAll, afterEach, expect, test, vi } from "vitest";
import { closeDatabases } from "@/db/client";
import { hourMs, later, now } from "@/lib/base/clock";
import { addCalendar, fetchCalendarNow, mostAskedAnHour, mostCalendars, removeCalendar } from "@/lib/schedule/change-calendars";
import { readCalendars } from "@/lib/schedule/read-calendars";
import { givenMember } from "@/tests/support/members";

afterAll(closeDatabases);
afterEach(() => void vi.useRealTimers());

test("no sixth by adding many at the same time", async () => {
  const { accountId } = await givenMember();
  const adding = Array.from({ length: 12 }, () => addCalendar(accountId, { address: "https://example.org/a.ics", name: "" }));
  const added = (await Promise.allSettled(adding)).filter(({ status }) => status === "fulfilled");
  expect(added).toHaveLength(mostCalendars);
  expect((await readCalendars(accountId)).calendars).toHaveLength(mostCalendars);
});

test("have twenty fetches an hour by adding and asking, whatever is removed meanwhile", async () => {
  const { accountId } = await givenMember();
  const add = () => addCalendar(accountId, { address: "https://example.org/a.ics", name: "" });
  for (let asked = 0; asked < mostAskedAnHour; asked += 2) {
    await add();
    const [added] = (await readCalendars(accountId)).calendars;
    await fetchCalendarNow(accountId, added?.id ?? "");
    if (asked + 2 < mostAskedAnHour) await removeCalendar(accountId, added?.id ?? "");
  }
  const [last] = (await readCalendars(accountId)).calendars;
  await expect(add()).rejects.toMatchObject({ refusal: "too_many" });
  await expect(fetchCalendarNow(accountId, last?.id ?? "")).rejects.toMatchObject({ refusal: "too_many" });
  vi.useFakeTimers({ toFake: ["Date"], now: later(now(), hourMs) });
  await fetchCalendarNow(accountId, last?.id ?? "");
});
