import { isCallExpression, isFunctionDeclaration, isIdentifier } from "typescript/unstable/ast/is";
import { type Parsed, walk } from "./parse-sources";

/** What adds lines to the access log. */
const recorders = new Set(["recordAccess", "recordAccesses", "recordListed"]);

/** The names that a function calls. */
function callsOf(file: Parsed, name: string): Set<string> {
  const called = new Set<string>();
  for (const statement of file.tree.statements) {
    if (!isFunctionDeclaration(statement) || statement.name?.text !== name) continue;
    walk(statement, (node) => {
      if (isCallExpression(node) && isIdentifier(node.expression)) called.add(node.expression.text);
    });
  }
  return called;
}

/** Whether a function adds a line itself, or by a function of the same file. */
function records(file: Parsed, name: string, seen = new Set<string>()): boolean {
  if (seen.has(name)) return false;
  seen.add(name);
  const called = callsOf(file, name);
  return [...called].some((one) => recorders.has(one)) || [...called].some((one) => records(file, one, seen));
}

/**
 * Functions of lib that ask for a permission, so do something in staff's name, and add no line to the access log; as "file function".
 * @param showNothing those that are known to: they read nobody's data, or their callers write the line.
 * @returns also what stands in that list and is no such function any more.
 */
export function unrecorded(files: Parsed[], showNothing: ReadonlySet<string>): string[] {
  const without = files
    .filter(({ path }) => path.startsWith("lib/"))
    .flatMap((file) =>
      file.tree.statements
        .flatMap((statement) => (isFunctionDeclaration(statement) && statement.name ? [statement.name.text] : []))
        .filter((name) => callsOf(file, name).has("requirePermission") && !records(file, name))
        .map((name) => `${file.path} ${name}`),
    );
  const unknown = without.filter((name) => !showNothing.has(name));
  const stale = [...showNothing].filter((name) => !without.includes(name)).map((name) => `${name}: listed, and no such function`);
  return [...unknown, ...stale];
}
