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
import { createVirtualFileSystem, type FileSystem } from "typescript/unstable/fs";
import { API } from "typescript/unstable/sync";
import { onlyCode, readSources, type Sources } from "./sources";

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

/** The compiler, in a process that serves every parse of this one, and the files of each parse in a folder of their own. */
let compiler: { api: API; folders: Map<string, FileSystem> } | undefined;

function openCompiler(): NonNullable<typeof compiler> {
  const folders = new Map<string, FileSystem>();
  const folderOf = (path: string) => folders.get(path.split("/")[1] ?? "");
  const fs: FileSystem = {
    readFile: (path) => folderOf(path)?.readFile?.(path) ?? null,
    fileExists: (path) => folderOf(path)?.fileExists?.(path) ?? false,
    directoryExists: (path) => folderOf(path)?.directoryExists?.(path) ?? false,
    getAccessibleEntries: (path) => folderOf(path)?.getAccessibleEntries?.(path),
    realpath: (path) => path,
  };
  return { api: new API({ cwd: "/", fs }), folders };
}

/**
 * Parses every code file of the map with the compiler's own parser.
 * @throws when a file does not reach the compiler: a rule that read nothing must not pass.
 */
export function parseSources(sources: Sources): Parsed[] {
  compiler ??= openCompiler();
  const { api, folders } = compiler;
  const code = onlyCode(sources);
  const names = Object.keys(code);
  const folder = String(folders.size);
  const at = (name: string) => `/${folder}/${name}`;
  const config = { compilerOptions: { noLib: true, noResolve: true, allowJs: true, jsx: "preserve", types: [] }, files: names };
  const files = Object.fromEntries(names.map((name) => [at(name), code[name] ?? ""]));
  folders.set(folder, createVirtualFileSystem({ ...files, [at("tsconfig.json")]: JSON.stringify(config) }));
  const project = api.updateSnapshot({ openProjects: [at("tsconfig.json")] }).getProject(at("tsconfig.json"));
  return names.map((path) => {
    const tree = project?.program.getSourceFile(at(path));
    if (tree === undefined) throw new Error(`the compiler did not parse ${path}`);
    return { path, text: tree.text, tree, imports: importsOf(path, tree, code) };
  });
}

let repository: Parsed[] | undefined;

/** Every code file of the repository, parsed once a process. */
export function parseRepository(): Parsed[] {
  repository ??= parseSources(readSources());
  return repository;
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
