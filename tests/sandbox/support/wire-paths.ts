import type { Fields } from "@/sandbox/platform/wire";

/** Every path at which a wanted value stands; `[]` for any place in a list. What is null or empty stands for itself. */
export function pathsOf(value: unknown, path = "", wanted: (leaf: unknown) => boolean = () => true): string[] {
  if (Array.isArray(value) && value.some((one) => typeof one === "object"))
    return value.flatMap((one) => pathsOf(one, `${path}[]`, wanted));
  if (value === null || typeof value !== "object" || Array.isArray(value)) return wanted(value) ? [path] : [];
  return Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, path === "" ? name : `${path}.${name}`, wanted));
}

/** Where what was served and a table differ: served but not listed, or listed but never served. */
export function differences(served: unknown[], fields: Fields): string[] {
  const seen = new Set(served.flatMap((one) => pathsOf(one)));
  const listed = new Set(Object.keys(fields));
  return [...[...seen].filter((path) => !listed.has(path)), ...[...listed].filter((path) => !seen.has(path))];
}
