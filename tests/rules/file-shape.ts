import { isExportDeclaration } from "typescript/unstable/ast/is";
import type { Parsed } from "./parse-sources";
import type { Sources } from "./sources";

const longestFile = 300;
const handWritten = /\.(ts|tsx|mjs|css)$|^\.ci\/run$/;
const onlyBarrel = "db/schema/index.ts";

/** Files that nobody reads to their end. */
export function longFiles(sources: Sources): string[] {
  return Object.entries(sources).flatMap(([path, text]) => {
    const lines = text.trimEnd().split("\n").length;
    return handWritten.test(path) && lines > longestFile ? [`${path}: ${lines} lines, ${longestFile} at most`] : [];
  });
}

/** Files that only pass other files on: they hide who uses what. */
export function barrels(files: Parsed[]): string[] {
  return files.flatMap(({ path, tree }) => {
    if (path === onlyBarrel) return [];
    const passedOn = tree.statements.filter((statement) => isExportDeclaration(statement) && statement.moduleSpecifier !== undefined);
    const passesAll = passedOn.some((statement) => isExportDeclaration(statement) && statement.exportClause === undefined);
    const isIndex = /(^|\/)index\.tsx?$/.test(path);
    return passesAll || isIndex || passedOn.length > 1 ? [`${path}: a barrel`] : [];
  });
}
