import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { belowFloor, floors } from "@/lib/base/floors";

const manifest = z.object({ version: z.string() });

/** The version of a package as it lies in node_modules, which is what runs; null where it is not installed. */
function installedVersion(name: string): string | null {
  try {
    return manifest.parse(JSON.parse(readFileSync(/* turbopackIgnore: true */ path.resolve("node_modules", name, "package.json"), "utf8")))
      .version;
  } catch {
    return null;
  }
}

/** What this process runs on, of what has a floor: Node, its OpenSSL and packages. PostgreSQL is asked where it is connected to. */
export function installedVersions(): { name: string; version: string }[] {
  const runtime = [
    { name: "node", version: process.versions.node },
    { name: "openssl", version: process.versions.openssl },
  ];
  const packages = Object.keys(floors)
    .filter((name) => !["node", "openssl", "postgresql"].includes(name))
    .flatMap((name) => {
      const version = installedVersion(name);
      return version === null ? [] : [{ name, version }];
    });
  return [...runtime, ...packages];
}

/** What of this is below its floor, a line each. */
export function belowFloors(found: readonly { name: string; version: string }[]): string[] {
  return found.flatMap(({ name, version }) => belowFloor(name, version) ?? []);
}

/**
 * Why a process must not start: in production, whatever it runs on is at its floor or above.
 * @returns a line for people; null outside production, and where nothing is below.
 */
export function whyTooOld(environment: string, found = installedVersions()): string | null {
  const below = environment === "production" ? belowFloors(found) : [];
  return below.length > 0 ? `Production does not start below these floors: ${below.join("; ")}. Update, then start again.` : null;
}
