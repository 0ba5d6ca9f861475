import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Repository paths (with forward slashes) and the text behind each. A planted violation is such a map too. */
export type Sources = Record<string, string>;

export const repositoryRoot = new URL("../../", import.meta.url).pathname;

const skippedFolders = new Set(["node_modules", ".next", "dist", ".git", "coverage"]);
const generatedFiles = new Set(["package-lock.json", "next-env.d.ts"]);
const textFile = /(\.(ts|tsx|mjs|css|json|md|sql|sh|yml|svg|txt)|\/run|^LICENSE|^\.(npmrc|gitignore|gitattributes|editorconfig))$/;

/** Every text file that a person wrote or that a migration holds. Walks the tree, so it also works where git's own folder is absent. */
export function readSources(root = repositoryRoot): Sources {
  const sources: Sources = {};
  const visit = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && !skippedFolders.has(entry.name)) visit(path);
      if (entry.isFile() && textFile.test(path) && !generatedFiles.has(path)) sources[path] = readFileSync(join(root, path), "utf8");
    }
  };
  visit("");
  return sources;
}

/** The part of the map that the TypeScript compiler reads. */
export function onlyCode(sources: Sources): Sources {
  return Object.fromEntries(Object.entries(sources).filter(([path]) => /\.(ts|tsx|mjs)$/.test(path)));
}
