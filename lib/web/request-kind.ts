import { headers } from "next/headers";

type Given = Pick<Headers, "get" | "has">;

/**
 * Whether a request shows that a person is there: a page opened, a link followed, a form sent. Prefetches, event streams, refreshes that
 * a page makes by itself and other fetches in the background do not, and so do not keep a session alive (clause 4c).
 */
export function isActivity(given: Given): boolean {
  const purpose = `${given.get("sec-purpose")} ${given.get("purpose")}`;
  if (given.has("next-router-prefetch") || given.has("next-router-segment-prefetch") || purpose.includes("prefetch")) return false;
  if (given.get("accept")?.includes("text/event-stream")) return false;
  if (given.has("next-action")) return true;
  if (given.has("rsc")) return !isRefresh(given.get("next-router-state-tree"));
  const destination = given.get("sec-fetch-dest");
  return destination === null || destination === "document";
}

/** Next asks for a refresh of the whole page by marking the root of the tree that it sends along. */
function isRefresh(tree: string | null): boolean {
  try {
    const root: unknown = JSON.parse(decodeURIComponent(tree ?? ""));
    return Array.isArray(root) && root[3] === "refetch";
  } catch {
    return false;
  }
}

/** Whether a form was sent by the page's own script, which reads the answer's body and not its status. */
export async function isScripted(): Promise<boolean> {
  return (await headers()).has("next-action");
}
