import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const lockfile = z.object({
  name: z.string(),
  version: z.string(),
  packages: z.record(
    z.string(),
    z.object({
      name: z.string().optional(),
      version: z.string().optional(),
      integrity: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      optional: z.boolean().optional(),
      dependencies: z.record(z.string(), z.string()).optional(),
      devDependencies: z.record(z.string(), z.string()).optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

export interface LockedPackage {
  name: string;
  version: string;
  integrity: string | null;
  license: string | null;
  dev: boolean;
  optional: boolean;
}
export interface Lock {
  name: string;
  version: string;
  /** SHA-256 of the file, in hexadecimal. */
  digest: string;
  packages: LockedPackage[];
  /** What package.json itself names, as name@version. */
  direct: string[];
}

/** package-lock.json (lockfileVersion 3): every package that is installed, each version once. @throws Error when it is not of that form. */
export function readLock(file = path.resolve("package-lock.json")): Lock {
  const text = readFileSync(/* turbopackIgnore: true */ file, "utf8");
  const { name, version, packages } = lockfile.parse(JSON.parse(text));
  const root = packages[""];
  const found = new Map<string, LockedPackage>();
  for (const [place, entry] of Object.entries(packages)) {
    if (place === "" || !entry.version) continue;
    const of = entry.name ?? place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);
    const { integrity = null, license = null, dev = false, optional = false } = entry;
    const key = `${of}@${entry.version}`;
    const before = found.get(key);
    const one = { name: of, version: entry.version, integrity, license, dev, optional };
    found.set(key, before ? { ...one, dev: before.dev && dev, optional: before.optional && optional } : one);
  }
  const named = { ...root?.dependencies, ...root?.devDependencies, ...root?.optionalDependencies };
  return {
    name,
    version,
    digest: createHash("sha256").update(text).digest("hex"),
    packages: [...found.values()].toSorted((one, other) => (`${one.name}@${one.version}` < `${other.name}@${other.version}` ? -1 : 1)),
    direct: Object.entries(named).map(([of, pinned]) => `${of}@${pinned}`),
  };
}
