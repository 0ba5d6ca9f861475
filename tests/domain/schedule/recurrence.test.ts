import { expect, test } from "vitest";
import { readFeed } from "@/lib/schedule/read-feed";
import { calendar, event } from "./write-ics";

/** The definition of RFC 5545, 3.6.5, under its name and under one that no database knows. */
const newYork = (tzid: string) => [
  "BEGIN:VTIMEZONE",
  `TZID:${tzid}`,
  "BEGIN:DAYLIGHT",
  "DTSTART:19870405T020000",
  "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=4;UNTIL=20060402T070000Z",
  "TZOFFSETFROM:-0500",
  "TZOFFSETTO:-0400",
  "END:DAYLIGHT",
  "BEGIN:STANDARD",
  "DTSTART:19671029T020000",
  "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10;UNTIL=20061029T060000Z",
  "TZOFFSETFROM:-0400",
  "TZOFFSETTO:-0500",
  "END:STANDARD",
  "BEGIN:DAYLIGHT",
  "DTSTART:20070311T020000",
  "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3",
  "TZOFFSETFROM:-0500",
  "TZOFFSETTO:-0400",
  "END:DAYLIGHT",
  "BEGIN:STANDARD",
  "DTSTART:20071104T020000",
  "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11",
  "TZOFFSETFROM:-0400",
  "TZOFFSETTO:-0500",
  "END:STANDARD",
  "END:VTIMEZONE",
];

const easternClock = new Intl.DateTimeFormat("sv-SE", { timeZone: "America/New_York", dateStyle: "short", timeStyle: "short" });

/** `1997: 9/2 9/3; 1998: …` as days, at the hour in which the series begins. */
function daysOf(text: string): string[] {
  return text.split(";").flatMap((part) => {
    const [year = "", days = ""] = part.split(":");
    return days
      .trim()
      .split(" ")
      .map((day) => {
        const [month = "", date = ""] = day.split("/");
        return `${year.trim()}-${month.padStart(2, "0")}-${date.padStart(2, "0")} 09:00`;
      });
  });
}

/** The examples of RFC 5545, 3.8.5.3, as far as they lie in the 120 days that a calendar is read ahead. */
const examples: [start: string, rule: string, days: string, from?: string][] = [
  ["19970902", "FREQ=DAILY;COUNT=10", "1997: 9/2 9/3 9/4 9/5 9/6 9/7 9/8 9/9 9/10 9/11"],
  ["19970902", "FREQ=DAILY;INTERVAL=10;COUNT=5", "1997: 9/2 9/12 9/22 10/2 10/12"],
  ["19970902", "FREQ=WEEKLY;COUNT=10", "1997: 9/2 9/9 9/16 9/23 9/30 10/7 10/14 10/21 10/28 11/4"],
  ["19970902", "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH", "1997: 9/2 9/4 9/9 9/11 9/16 9/18 9/23 9/25 9/30 10/2"],
  [
    "19970901",
    "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
    "1997: 9/1 9/3 9/5 9/15 9/17 9/19 9/29 10/1 10/3 10/13 10/15 10/17 10/27 10/29 10/31 11/10 11/12 11/14 11/24 11/26 11/28 12/8 12/10 12/12 12/22",
  ],
  ["19970902", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", "1997: 9/2 9/4 9/16 9/18 9/30 10/2 10/14 10/16"],
  ["19970905", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "1997: 9/5 10/3 11/7 12/5; 1998: 1/2"],
  ["19970907", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", "1997: 9/7 9/28 11/2 11/30; 1998: 1/4"],
  ["19970922", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "1997: 9/22 10/20 11/17 12/22; 1998: 1/19"],
  ["19970928", "FREQ=MONTHLY;BYMONTHDAY=-3", "1997: 9/28 10/29 11/28 12/29"],
  ["19970902", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", "1997: 9/2 9/15 10/2 10/15 11/2 11/15 12/2 12/15"],
  ["19970930", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1", "1997: 9/30 10/1 10/31 11/1 11/30 12/1 12/31; 1998: 1/1"],
  ["19970902", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1998: 2/13 3/13", "1998-02-01"],
  ["19970913", "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13", "1997: 9/13 10/11 11/8 12/13; 1998: 1/10"],
  ["19970904", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997: 9/4 10/7 11/6"],
  ["19970929", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "1997: 9/29 10/30 11/27 12/30"],
  ["19970805", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997: 8/5 8/10 8/19 8/24"],
  ["19970805", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997: 8/5 8/17 8/19 8/31"],
  ["20070115", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007: 1/15 1/30 2/15 3/15 3/30"],
  ["19970610", "FREQ=YEARLY;COUNT=10;BYMONTH=6,7", "1997: 6/10 7/10"],
  ["19970310", "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3", "1999: 1/10 2/10 3/10", "1999-01-01"],
  ["19970101", "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200", "1997: 1/1 4/10"],
  ["19970519", "FREQ=YEARLY;BYDAY=20MO", "1998: 5/18", "1998-05-01"],
  ["19970512", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1998: 5/11", "1998-05-01"],
  ["19970313", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "1998: 3/5 3/12 3/19 3/26", "1998-03-01"],
  ["19970605", "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8", "1997: 6/5 6/12 6/19 6/26 7/3 7/10 7/17 7/24 7/31 8/7 8/14 8/21 8/28"],
  ["19961105", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "2000: 11/7", "2000-11-01"],
];

const dashed = (date: string) => `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`;

test.each(examples)("the standard's own example, from %s by %s", (start, rule, days, from) => {
  const at = new Date(`${from ?? dashed(start)}T12:00:00Z`);
  for (const [tzid, definition] of [
    ["America/New_York", []],
    ["/somewhere.example/Eastern", newYork("/somewhere.example/Eastern")],
  ] as const) {
    const lines = event(`DTSTART;TZID=${tzid}:${start}T090000`, "DURATION:PT1H", `RRULE:${rule}`);
    const found = readFeed(calendar(...definition, ...lines), { timeZone: "Asia/Tokyo", at });
    const known = daysOf(days);
    // The first day counts also where the rule leaves it out; the standard does not say.
    const kept = found
      .map((window) => easternClock.format(window.start))
      .filter((day) => known.includes(day) || !day.startsWith(dashed(start)));
    expect(kept).toEqual(known);
  }
});

test("a day that ends by UTC in another one there is the last of its series by the clock of the event", () => {
  // 09:00 in Tokyo on 6 January is midnight in UTC.
  const lines = event("DTSTART;TZID=Asia/Tokyo:20260105T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=20260106T000000Z");
  const found = readFeed(calendar(...lines), { timeZone: "America/Chicago", at: new Date("2026-01-05T00:00:00Z") });
  expect(found.map(({ start }) => start.toISOString())).toEqual(["2026-01-05T00:00:00.000Z", "2026-01-06T00:00:00.000Z"]);
});
