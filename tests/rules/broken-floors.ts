import { mayImport, placeOf } from "./floors";
import type { Parsed } from "./parse-sources";

/**
 * Imports that the table of floors does not allow, and folders that it does not know.
 * Type-only imports count: a floor is about what its reader has to know.
 */
export function brokenFloors(files: Parsed[]): string[] {
  return files.flatMap(({ path, imports }) => {
    const from = placeOf(path);
    const allowed = mayImport[from];
    if (allowed === undefined) return /\.config\.\w+$/.test(path) ? [] : [`${path}: ${from} is not in the table of floors`];
    return imports.flatMap(({ target, specifier, line }) => {
      if (target === null) return [];
      const to = placeOf(target);
      return to === from || allowed.includes(to) ? [] : [`${path}:${line}: ${from} may not import ${to} (${specifier})`];
    });
  });
}
