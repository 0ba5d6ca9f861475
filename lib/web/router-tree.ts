import { z } from "zod";

/** Next itself reads no longer ones. */
const longest = 40_000;
/** Far deeper than any page of ours; what is checked level by level must not be endless. */
const deepest = 50;

const segment = z.union([z.string(), z.tuple([z.string(), z.string(), z.string(), z.array(z.string()).nullable()])]);
const node = z.tuple([segment, z.record(z.string(), z.unknown())]).rest(z.unknown());
const rest = z.tuple([
  z.tuple([z.string(), z.string()]).nullish(),
  z.enum(["refetch", "inside-shared-layout", "metadata-only"]).nullish(),
  z.number().nullish(),
  z.string().optional(),
]);

function isNode(value: unknown, depth: number): boolean {
  const read = node.safeParse(value);
  if (!read.success || depth > deepest) return false;
  const [, children, ...others] = read.data;
  if (others.length > 4 || !rest.safeParse([...others, ...Array.from({ length: 4 - others.length })]).success) return false;
  return Object.values(children).every((child) => isNode(child, depth + 1));
}

/** Whether this is the state of the framework's router as its header `next-router-state-tree` carries it: JSON, percent-encoded. */
export function isRouterTree(header: string): boolean {
  if (header.length > longest) return false;
  try {
    return isNode(JSON.parse(decodeURIComponent(header)), 0);
  } catch {
    return false;
  }
}
