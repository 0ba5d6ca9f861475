import { SyntaxKind } from "typescript/unstable/ast";
import {
  isCallExpression,
  isExportDeclaration,
  isFunctionDeclaration,
  isIdentifier,
  isStringLiteral,
  isVariableStatement,
} from "typescript/unstable/ast/is";
import { type Parsed, walk } from "./parse-sources";

const guards = new Set(["requireMember", "requireFreshProof", "requireStaff", "anyStaff", "anySession"]);
const actionWrappers = new Set(["publicAction", "memberAction", "staffAction", "verificationAction"]);
const handlerWrappers = new Set([
  "memberHandler",
  "staffHandler",
  "verificationHandler",
  "publicHandler",
  "tokenHandler",
  "signedWebhook",
  "tokenFeed",
  "metricsHandler",
]);
const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Actions that are no wrapper's: they take no input, and check the origin themselves. */
const guardThemselves = new Set(["app/(member)/log-out.ts"]);
/** Routes that anybody may ask and that change nothing, and next-auth's own, which limits and checks itself in lib/web. */
const open = new Set([
  "app/api/health/live/route.ts",
  "app/api/health/ready/route.ts",
  "app/api/auth/[...nextauth]/route.ts",
  "app/.well-known/change-password/route.ts",
  "app/.well-known/security.txt/route.ts",
]);

/** What a file exports by name, with the function that each was made by; null for one that no call has made. */
function exportsOf({ tree }: Parsed): { name: string; madeBy: string | null }[] {
  return tree.statements.flatMap((statement) => {
    if (isExportDeclaration(statement)) return statement.isTypeOnly ? [] : [{ name: "*", madeBy: null }];
    if (!isFunctionDeclaration(statement) && !isVariableStatement(statement)) return [];
    if (!statement.modifiers?.some(({ kind }) => kind === SyntaxKind.ExportKeyword)) return [];
    if (isFunctionDeclaration(statement)) return [{ name: statement.name?.text ?? "default", madeBy: null }];
    return statement.declarationList.declarations.map(({ name, initializer }) => ({
      name: isIdentifier(name) ? name.text : "?",
      madeBy: initializer && isCallExpression(initializer) && isIdentifier(initializer.expression) ? initializer.expression.text : null,
    }));
  });
}

/** The guards that a file calls; a staff guard counts only when it names its permission on the spot. */
function guardsOf({ tree }: Parsed): Set<string> {
  const called = new Set<string>();
  walk(tree, (node) => {
    if (!isCallExpression(node) || !isIdentifier(node.expression) || !guards.has(node.expression.text)) return;
    const [permission] = node.arguments;
    if (node.expression.text !== "requireStaff" || (permission && isStringLiteral(permission))) called.add(node.expression.text);
  });
  return called;
}

function isActions({ tree }: Parsed): boolean {
  const [first] = tree.statements;
  return first?.getText(tree).replaceAll("'", '"').startsWith('"use server"') ?? false;
}

/**
 * Pages, actions and route handlers that do not say who may use them: a page of members or staff without its guard, an exported action
 * or a route handler that no wrapper of lib/web has made.
 */
export function unguarded(files: Parsed[]): string[] {
  return files.flatMap((file) => {
    const { path } = file;
    if (!path.startsWith("app/")) return [];
    // A frame around staff's pages shows nothing of its own; each page in it names its permission.
    if (/\/(page|layout)\.tsx$/.test(path) && /^app\/\((member|staff)\)\//.test(path)) {
      const called = guardsOf(file);
      const isStaff = path.startsWith("app/(staff)/") && path.endsWith("page.tsx");
      if (isStaff ? called.has("requireStaff") : called.size > 0) return [];
      return [`${path}: ${isStaff ? "names no permission" : "calls no guard"}`];
    }
    if (isActions(file) && !guardThemselves.has(path)) {
      const wanted = path.startsWith("app/(staff)/") ? new Set(["staffAction"]) : actionWrappers;
      return exportsOf(file)
        .filter(({ madeBy }) => madeBy === null || !wanted.has(madeBy))
        .map(({ name }) => `${path}: the action ${name} is made by no wrapper`);
    }
    if (path.endsWith("/route.ts") && !open.has(path)) {
      return exportsOf(file)
        .filter(({ name, madeBy }) => (methods.has(name) || name === "*") && (madeBy === null || !handlerWrappers.has(madeBy)))
        .map(({ name }) => `${path}: the handler ${name} is made by no wrapper`);
    }
    return [];
  });
}
