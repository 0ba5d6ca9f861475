import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The checkout's directory, found from a source file and from a bundle in dist/ alike. */
export const root = (() => {
  let directory = import.meta.dirname;
  while (!existsSync(join(directory, "package-lock.json"))) directory = dirname(directory);
  return directory;
})();
