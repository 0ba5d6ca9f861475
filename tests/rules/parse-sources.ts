import { posix } from "node:path";
import { type Node, type SourceFile, SyntaxKind } from "typescript/unstable/ast";
import {
  isCallExpression,
  isExportDeclaration,
  isImportDeclaration,
  isImportTypeNode,
  isLiteralTypeNode,
  isNoSubstitutionTemplateLiteral,
  isStringLiteral,
} from "typescript/unstable/ast/is";
import { createVirtualFileSystem } from "typescript/unstable/fs";
import { API } from "typescript/unstable/sync";
import { onlyCode, type Sources } from "./sources";

export interface Import {
  /** The repository path that it names, without an extension when no such file is in the map; null for a package. */
  target: string | null;
  /** As written. */
  specifier: string;
  /** Erased by the compiler: it couples the texts, but nothing of the target reaches a bundle. */
  typeOnly: boolean;
  line: number;
}

export interface Parsed {
  path: string;
  text: string;
  tree: SourceFile;
  imports: Import[];
}

const base = "/repository";

/**
 * Parses every code file of the map with the compiler's own parser.
 * @throws when a file does not reach the compiler: a rule that read nothing must not pass.
 */
export function parseSources(sources: Sources): Parsed[] {
  const code = onlyCode(sources);
  const names = Object.keys(code);
  const config = { compilerOptions: { noLib: true, noResolve: true, allowJs: true, jsx: "preserve", types: [] }, files: names };
  const files = Object.fromEntries(names.map((name) => [`${base}/${name}`, code[name] ?? ""]));
  const api = new API({ cwd: base, fs: createVirtualFileSystem({ ...files, [`${base}/tsconfig.json`]: JSON.stringify(config) }) });
  try {
    const [project] = api.updateSnapshot({ openProjects: [`${base}/tsconfig.json`] }).getProjects();
    return names.map((path) => {
      const tree = project?.program.getSourceFile(`${base}/${path}`);
      if (tree === undefined) throw new Error(`the compiler did not parse ${path}`);
      return { path, text: tree.text, tree, imports: importsOf(path, tree, code) };
    });
  } finally {
    api.close();
  }
}

/** Calls `visit` for every node of the tree, parents first. */
export function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  node.forEachChild((child) => {
    walk(child, visit);
  });
}

/** The 1-based line on which the node's first token stands. */
export function lineOf(tree: SourceFile, node: Node): number {
  return tree.text.slice(0, node.getStart(tree)).split("\n").length;
}

/** Static, type-only, re-exporting and dynamic imports alike. */
function importsOf(path: string, tree: SourceFile, code: Sources): Import[] {
  const found: Import[] = [];
  walk(tree, (node) => {
    const hit = specifierOf(node);
    if (hit) found.push({ ...hit, target: resolve(path, hit.specifier, code), line: lineOf(tree, node) });
  });
  return found;
}

function specifierOf(node: Node): { specifier: string; typeOnly: boolean } | null {
  if (isImportDeclaration(node)) return named(node.moduleSpecifier, node.importClause?.phaseModifier === SyntaxKind.TypeKeyword);
  if (isExportDeclaration(node)) return named(node.moduleSpecifier, node.isTypeOnly);
  if (isImportTypeNode(node)) return isLiteralTypeNode(node.argument) ? named(node.argument.literal, true) : null;
  if (isCallExpression(node) && node.expression.kind === SyntaxKind.ImportKeyword) return named(node.arguments[0], false);
  return null;
}

function named(module: Node | undefined, typeOnly: boolean): { specifier: string; typeOnly: boolean } | null {
  if (module === undefined || !(isStringLiteral(module) || isNoSubstitutionTemplateLiteral(module))) return null;
  return { specifier: module.text, typeOnly };
}

function resolve(from: string, specifier: string, code: Sources): string | null {
  const plain = specifier.startsWith("@/")
    ? specifier.slice(2)
    : specifier.startsWith(".")
      ? posix.normalize(posix.join(posix.dirname(from), specifier))
      : null;
  if (plain === null) return null;
  const candidates = [plain, `${plain}.ts`, `${plain}.tsx`, `${plain}.mjs`, `${plain}/index.ts`, `${plain}/index.tsx`];
  return candidates.find((candidate) => candidate in code) ?? plain;
}
