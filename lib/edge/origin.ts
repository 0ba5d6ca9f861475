const reading = new Set(["GET", "HEAD", "OPTIONS"]);

/** Routes that a signature or a token in the request authenticates: their senders are no browsers and send no Origin. */
const authenticatedByRequest = [
  { lane: "stripe", methods: ["POST"], route: /^\/api\/stripe\/webhook$/ },
  { lane: "platforms", methods: ["POST"], route: /^\/api\/platforms\/[\w-]+\/webhook$/ },
  { lane: "calendar", methods: ["GET", "HEAD"], route: /^\/calendar\/[^/]+$/ },
  { lane: "unsubscribe", methods: ["POST"], route: /^\/api\/unsubscribe\/[\w-]+$/ },
] as const;
export type Lane = (typeof authenticatedByRequest)[number]["lane"];

/** Which of those routes a request takes, since the requests in hand are counted for each by itself; null for any other. */
export function laneOf(method: string, pathname: string): Lane | null {
  const takes = ({ methods, route }: (typeof authenticatedByRequest)[number]) =>
    methods.some((one) => one === method) && route.test(pathname);
  return authenticatedByRequest.find(takes)?.lane ?? null;
}

/** Whether the origin check and the per-address limit leave a request alone; see `authenticatedByRequest`. */
export function isAuthenticatedByRequest(method: string, pathname: string): boolean {
  return laneOf(method, pathname) !== null;
}

/** Whether a request is a message that its sender signs, whatever network it comes from: Stripe's, or a platform's. */
export function isSignedMessage(method: string, pathname: string): boolean {
  const lane = laneOf(method, pathname);
  return lane === "stripe" || lane === "platforms";
}

export interface OriginInput {
  method: string;
  pathname: string;
  origin: string | null;
  fetchSite: string | null;
}

/**
 * Whether a request may go on (clause 6c). One that can change state must come from the one configured origin: a missing, null or
 * foreign Origin is refused, and so is one that the browser itself calls cross-site ("none" is a person's own doing, such as a reload).
 * Forwarded host headers play no part.
 */
export function comesFromUs({ method, pathname, origin, fetchSite }: OriginInput, ourOrigin: string): boolean {
  if (reading.has(method) || isAuthenticatedByRequest(method, pathname)) return true;
  if (origin !== ourOrigin) return false;
  return fetchSite === null || fetchSite === "same-origin" || fetchSite === "none";
}
