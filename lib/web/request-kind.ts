import type { IncomingHttpHeaders } from "node:http";

/**
 * Whether a request shows that a person is there: a page opened, a link followed, a form sent. Prefetches, event streams, refreshes that
 * a page makes by itself and other fetches in the background do not, and so do not keep a session alive (clause 4c). Asked in web's
 * entry, because Next hides its router's headers from the application.
 */
export function isActivity(given: IncomingHttpHeaders): boolean {
  const purpose = `${given["sec-purpose"]} ${given.purpose}`;
  if (given["next-router-prefetch"] || given["next-router-segment-prefetch"] || purpose.includes("prefetch")) return false;
  if (given.accept?.includes("text/event-stream")) return false;
  if (given["next-action"]) return true;
  if (given.rsc) return !isRefresh(String(given["next-router-state-tree"]));
  const destination = given["sec-fetch-dest"];
  return destination === undefined || destination === "document";
}

/** Next's router asks for a refresh of the whole page by marking the root of the tree that it sends along. */
function isRefresh(tree: string): boolean {
  try {
    const root: unknown = JSON.parse(decodeURIComponent(tree));
    return Array.isArray(root) && root[3] === "refetch";
  } catch {
    return false;
  }
}
