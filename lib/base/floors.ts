import { compareVersions } from "@/lib/base/versions";

interface Floor {
  /** By release line, as its versions begin, the first version that counts; what is newer than all of these is above every floor. */
  lines: Record<string, string>;
  /** What was mended there. */
  source: string;
}

/**
 * Versions below which production does not start (clause 5c): each is the release that mended what was severe at the time. Raised by hand, with the
 * source. A package has its floor as one line.
 */
export const floors: Record<string, Floor> = {
  node: {
    lines: { 22: "22.23.4", 24: "24.22.1", 26: "26.12.1" },
    source: "Node.js security releases of 21 October 2026",
  },
  openssl: {
    lines: { "3.5": "3.5.9", "3.6": "3.6.5" },
    source: "what the pinned Node.js carries, and OpenSSL's releases of 29 September 2026, whose worst flaw was high",
  },
  postgresql: {
    lines: { 15: "15.18", 16: "16.14", 17: "17.10", 18: "18.4" },
    source: "PostgreSQL update of 14 May 2026: CVE-2026-6473, -6475, -6637 and others",
  },
  next: { lines: { 16: "16.3.3" }, source: "Next.js security advisories up to 16.3.3" },
  react: { lines: { 19: "19.2.8" }, source: "React security advisories up to 19.2.8" },
  "drizzle-orm": { lines: { 0: "0.45.2" }, source: "drizzle-orm security advisories up to 0.45.2" },
  "next-auth": { lines: { 4: "4.24.15" }, source: "NextAuth.js security advisories up to 4.24.15" },
};

/** Why a version is too old to be used, as a line for people; null when it is not, or nothing is known of its name. */
export function belowFloor(name: string, version: string): string | null {
  const floor = floors[name];
  if (!floor) return null;
  const plain = version.replace(/^v/, "");
  const line = Object.keys(floor.lines).find((known) => plain.startsWith(`${known}.`));
  const least = line === undefined ? undefined : floor.lines[line];
  const isNewest = Object.values(floor.lines).every((known) => compareVersions(plain, known) > 0);
  const isBelow = least === undefined ? !isNewest : compareVersions(plain, least) < 0;
  const wanted = Object.values(floor.lines).join(" or ");
  return isBelow ? `${name} ${version} is below the floor, ${wanted} (${floor.source})` : null;
}
