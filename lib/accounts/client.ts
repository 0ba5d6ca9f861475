/**
 * Where a request came from: the address as the edge determined it, what the browser calls itself, and the secret in its device cookie
 * (a fresh one where it brought none; whoever starts a session sets the cookie).
 */
export type Client = { address: string; userAgent: string | null; deviceSecret: string };
