import { compareVersions } from "@/lib/base/versions";

interface Floor {
  /** The first version of each release line that counts; a line that is newer than all of these is above every floor. */
  lines: Record<number, string>;
  /** What was mended there. */
  source: string;
}

/**
 * Versions below which production does not start (clause 5c): each is the release that mended what was severe at the time. Raised by hand, with the
 * source. A package has its floor as one line.
 */
export const floors: Record<string, Floor> = {
  node: { lines: { 22: "22.22.2", 24: "24.14.1" }, source: "Node.js security releases of 24 March 2026" },
  openssl: { lines: { 3: "3.5.5" }, source: "OpenSSL security advisory of 27 January 2026" },
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
  const line = Number(/^v?(\d+)/.exec(version)?.[1] ?? -1);
  const known = Object.keys(floor.lines).map(Number);
  const least = floor.lines[line];
  const isBelow = least === undefined ? line < Math.max(...known) : compareVersions(version, least) < 0;
  const wanted = Object.values(floor.lines).join(" or ");
  return isBelow ? `${name} ${version} is below the floor, ${wanted} (${floor.source})` : null;
}
