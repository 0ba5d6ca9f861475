import { type Node, SyntaxKind } from "typescript/unstable/ast";
import { isCallExpression, isIdentifier, isPropertyAccessExpression } from "typescript/unstable/ast/is";
import { type Place, placeOf } from "./floors";
import { lineOf, type Parsed, walk } from "./parse-sources";

interface StrayRead {
  /** What is read, as the message names it. */
  what: string;
  reads: (node: Node) => boolean;
  allowed: (path: string, place: Place) => boolean;
}

const standsBeside: readonly Place[] = ["tests", "scripts", "sandbox", "bench"];

const strayReads: StrayRead[] = [
  {
    what: "process.env",
    reads: (node) => isProperty(node, "process", "env"),
    allowed: (path, place) => /^lib\/base\/env[./]/.test(path) || /\.config\.\w+$/.test(path) || standsBeside.includes(place),
  },
  {
    what: "console",
    reads: (node) => isPropertyAccessExpression(node) && isIdentifier(node.expression) && node.expression.text === "console",
    allowed: (path, place) =>
      ["lib/base/capture-console.ts", "lib/base/log.ts"].includes(path) || ["scripts", "sandbox", "bench"].includes(place),
  },
  {
    what: "cookies or headers of a request",
    reads: (node) => isPropertyAccessExpression(node) && ["cookies", "headers"].includes(node.name.text),
    allowed: (_, place) => place !== "app",
  },
  {
    what: "a call outward beside lib/outbound",
    reads: (node) => isCallExpression(node) && isIdentifier(node.expression) && node.expression.text === "fetch",
    allowed: (path, place) => (!place.startsWith("lib/") && place !== "worker.ts") || path === "lib/base/points.ts",
  },
  {
    what: "any",
    reads: (node) => node.kind === SyntaxKind.AnyKeyword,
    allowed: () => false,
  },
];

/** Reads of what only one place may touch, and every `any`. */
export function strayReadsIn(files: Parsed[]): string[] {
  return files.flatMap(({ path, tree }) => {
    const found: string[] = [];
    const watched = strayReads.filter(({ allowed }) => !allowed(path, placeOf(path)));
    walk(tree, (node) => {
      for (const { what, reads } of watched) if (reads(node)) found.push(`${path}:${lineOf(tree, node)}: ${what}`);
    });
    return found;
  });
}

function isProperty(node: Node, object: string, property: string): boolean {
  return (
    isPropertyAccessExpression(node) && isIdentifier(node.expression) && node.expression.text === object && node.name.text === property
  );
}
