import { z } from "zod";

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      optional: z.boolean().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

/**
 * What makes `npm ci` differ from machine to machine: an entry bound to a host other than npm's own,
 * one without a checksum, and a package for another platform that the lock leaves out.
 * Optional ones may lack a checksum: the registry that made the lock need not carry every platform's build.
 */
export function lockfileFaults(json: string): string[] {
  const { packages } = lockSchema.parse(JSON.parse(json));
  const installed = Object.entries(packages).filter(([path]) => path !== "");
  return [
    ...installed
      .filter(([, entry]) => entry.resolved !== undefined && !isStandardHost(entry.resolved))
      .map(([path]) => `${path} is bound to a host`),
    ...installed.filter(([, entry]) => entry.integrity === undefined && !entry.optional).map(([path]) => `${path} has no checksum`),
    ...Object.entries(packages).flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {})
        .filter((name) => !isLocked(name, path, packages))
        .map((name) => `${path || "package.json"} lists ${name}, which the lock lacks`),
    ),
  ];
}

function isStandardHost(resolved: string): boolean {
  return URL.canParse(resolved) && new URL(resolved).host === ["registry", "npmjs", "org"].join(".");
}

/** Node's own search: the package's folder, then every one above it. */
function isLocked(name: string, from: string, packages: Record<string, unknown>): boolean {
  const parts = from.split("/node_modules/");
  const folders = [
    `${from}/node_modules/${name}`,
    ...parts.map((_, index) => `${parts.slice(0, index).join("/node_modules/")}/node_modules/${name}`),
  ];
  return folders.some((folder) => folder.replace(/^\//, "") in packages);
}
