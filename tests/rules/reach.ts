import type { Parsed } from "./parse-sources";

export interface Reached {
  path: string;
  /** The chain of files from an entry to this one. */
  by: string[];
}

/** Every file that a bundle of these entries would hold, static and dynamic imports followed, erased ones not. */
export function reachedFrom(entries: string[], files: Parsed[]): Reached[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const reached = new Map<string, Reached>(entries.map((path) => [path, { path, by: [path] }]));
  const queue = [...reached.values()];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const { target, typeOnly } of byPath.get(next.path)?.imports ?? []) {
      if (target === null || typeOnly || reached.has(target)) continue;
      const step = { path: target, by: [...next.by, target] };
      reached.set(target, step);
      queue.push(step);
    }
  }
  return [...reached.values()];
}
