/**
 * Headers by which the parts of web speak to each other. web's entry and the middleware set them; whatever a client sends under such a
 * name is dropped before anything reads it.
 */
export const addressHeader = "x-holdfast-address";
/** The path that was asked for, so that a login can lead back to it. */
export const pathHeader = "x-holdfast-path";
/** "yes" when the request shows that a person is there. */
export const activityHeader = "x-holdfast-activity";

const internal = /^x-(holdfast|middleware|invoke|matched|now|nextjs-rewritten|forwarded|real-ip)(-|$)/;

/** Whether a client has no business sending this header: ours, those of Next's own parts, and those that proxies set. */
export function isInternalHeader(name: string): boolean {
  return internal.test(name);
}
