/**
 * Headers by which the parts of web speak to each other. web's entry and the middleware set them; whatever a client sends under such a
 * name is dropped before anything reads it.
 */
export const addressHeader = "x-holdfast-address";
/** The path that was asked for, so that a login can lead back to it. */
export const pathHeader = "x-holdfast-path";
/** "yes" when the request shows that a person is there. */
export const activityHeader = "x-holdfast-activity";

const internal =
  /^(x-(holdfast|middleware|invoke|matched|now|nextjs|next|prerender|vercel|forwarded|real-ip|original|rewrite|http-method|method)(-|$)|forwarded$)/;

/**
 * Whether a client has no business sending this header: ours, those by which Next's own parts and its hosting speak to each other, those
 * that proxies set, and those by which other frameworks let a request change its method or path.
 */
export function isInternalHeader(name: string): boolean {
  return internal.test(name);
}
