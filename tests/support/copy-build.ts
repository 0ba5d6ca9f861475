import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "@/scripts/root";

export interface BuildCopy {
  directory: string;
  remove: () => void;
}

const asTheyAre = ["node_modules", "lib", "public", "package.json", "next.config.ts", "tsconfig.json"];

/**
 * The website's build once more, beside web's entry, with its middleware switched off: Next reads from one generated file which
 * middleware there is, and here that file names none. Nothing that ships can do this: there is no setting for it.
 */
export function copyBuildWithoutMiddleware(): BuildCopy {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-build-"));
  const cache = join(root, ".next", "cache");
  cpSync(join(root, ".next"), join(directory, ".next"), { recursive: true, verbatimSymlinks: true, filter: (path) => path !== cache });
  cpSync(join(root, "dist", "web.mjs"), join(directory, "dist", "web.mjs"));
  for (const name of asTheyAre) symlinkSync(join(root, name), join(directory, name));
  const list = join(directory, ".next", "server", "middleware-manifest.json");
  const manifest = JSON.parse(readFileSync(list, "utf8")) as { middleware: Record<string, unknown> };
  if (Object.keys(manifest.middleware).length === 0) throw new Error("the build has no middleware to switch off");
  writeFileSync(list, JSON.stringify({ ...manifest, middleware: {}, sortedMiddleware: [] }));
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
