import { createHash } from "node:crypto";

const utc = (at: Date) => `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
/** The same for the same hold at every reading, and no id of ours. */
const uidOf = (holdId: string) => `${createHash("sha256").update(`busy-feed:${holdId}`).digest("hex").slice(0, 32)}@holdfast`;

/**
 * Taken times as a calendar (RFC 5545) of events that say "Busy": no order, platform or place. Times are in UTC. It is the same text as
 * long as nothing changes, so that its hash can be its validator; no line reaches 75 octets, so none is folded.
 */
export function writeBusyFeed(taken: readonly { holdId: string; start: Date; end: Date; takenAt: Date }[]): string {
  const events = taken.flatMap(({ holdId, start, end, takenAt }) => [
    "BEGIN:VEVENT",
    `UID:${uidOf(holdId)}`,
    `DTSTAMP:${utc(takenAt)}`,
    `DTSTART:${utc(start)}`,
    `DTEND:${utc(end)}`,
    "SUMMARY:Busy",
    "TRANSP:OPAQUE",
    "END:VEVENT",
  ]);
  const head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Holdfast//Busy times//EN", "METHOD:PUBLISH", "X-WR-CALNAME:Holdfast"];
  return [...head, "REFRESH-INTERVAL;VALUE=DURATION:PT15M", "X-PUBLISHED-TTL:PT15M", ...events, "END:VCALENDAR", ""].join("\r\n");
}
