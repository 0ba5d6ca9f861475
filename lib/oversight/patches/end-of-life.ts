/**
 * Until when release lines get security updates, as their makers have published it. Node.js: github.com/nodejs/Release (schedule.json).
 * PostgreSQL: postgresql.org/support/versioning. Taken over on 30 November 2026.
 */
const endOfLife: Record<string, Record<number, string>> = {
  node: { 20: "2026-04-30", 22: "2027-04-30", 24: "2028-04-30" },
  postgresql: { 14: "2026-11-12", 15: "2027-11-11", 16: "2028-11-09", 17: "2029-11-08", 18: "2030-11-14" },
};

/** The last day of a version's release line, as 2028-04-30; null for a line that is not known here. */
export function endOfLifeOf(name: "node" | "postgresql", version: string): string | null {
  return endOfLife[name]?.[Number.parseInt(version, 10)] ?? null;
}
