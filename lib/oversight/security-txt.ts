import { dayMs, hourMs, later } from "@/lib/base/clock";

/** How long a copy of the file counts, in days; RFC 9116 asks for less than a year. */
const countsDays = 90;

/**
 * The security.txt of this service (RFC 9116): where to report, until when the file counts, and where its true copy is.
 * @param site the website's address without a trailing slash
 * @param mail an address for reports besides the page; null for none
 */
export function securityTxt(site: string, mail: string | null, at: Date): string {
  const hour = new Date(Math.floor(at.getTime() / hourMs) * hourMs);
  const lines = [
    `Contact: ${site}/report`,
    ...(mail ? [`Contact: mailto:${mail}`] : []),
    `Expires: ${later(hour, countsDays * dayMs).toISOString()}`,
    "Preferred-Languages: en",
    `Policy: ${site}/report`,
    `Canonical: ${site}/.well-known/security.txt`,
  ];
  return `${lines.join("\r\n")}\r\n`;
}
