import type { Node } from "typescript/unstable/ast";
import {
  isAsExpression,
  isCallExpression,
  isIdentifier,
  isObjectLiteralExpression,
  isPropertyAssignment,
  isShorthandPropertyAssignment,
  isStringLiteral,
} from "typescript/unstable/ast/is";
import { lineOf, type Parsed, walk } from "./parse-sources";

/** The ids that a destination may belong to. */
export interface Owners {
  processor: readonly string[];
  platform: readonly string[];
  own: readonly string[];
}

/**
 * Destinations in lib that do not say, by an id that exists, to which processor or platform they belong (clause 9). An object literal with
 * a host and an authority is one, unless it describes a setting to zod. Its owner is written out on the spot: nobody has to look for it.
 */
export function unownedDestinations(files: Parsed[], owners: Owners): string[] {
  return files.flatMap(({ path, tree }) => {
    if (!path.startsWith("lib/")) return [];
    const found: string[] = [];
    walk(tree, (node) => {
      const fault = faultOf(node, owners, (inner) => inner.getText(tree));
      if (fault) found.push(`${path}:${lineOf(tree, node)}: a destination ${fault}`);
    });
    return found;
  });
}

function faultOf(node: Node, owners: Owners, textOf: (node: Node) => string): string | null {
  if (isAsExpression(node) && textOf(node.type) === "Destination") return "by assertion";
  if (!isObjectLiteralExpression(node)) return null;
  if (!has(node, "belongsTo")) {
    const describes = isCallExpression(node.parent) && textOf(node.parent.expression).startsWith("z.");
    return has(node, "host") && has(node, "authority") && !describes ? "without an owner" : null;
  }
  const owner = written(node, "belongsTo");
  const isKnown = (["processor", "platform", "own"] as const).some((kind) => {
    const id = owner && written(owner, kind);
    return id && isStringLiteral(id) && owners[kind].includes(id.text);
  });
  return isKnown ? null : "of nobody that is known";
}

function propertyOf(object: Node, name: string): Node | null {
  if (!isObjectLiteralExpression(object)) return null;
  const named = object.properties.filter((one) => isPropertyAssignment(one) || isShorthandPropertyAssignment(one));
  return named.find((one) => isIdentifier(one.name) && one.name.text === name) ?? null;
}

const has = (object: Node, name: string) => propertyOf(object, name) !== null;

/** The value that an object literal writes out for a name; null for none, or one that is only passed on. */
function written(object: Node, name: string): Node | null {
  const property = propertyOf(object, name);
  return property && isPropertyAssignment(property) ? property.initializer : null;
}
