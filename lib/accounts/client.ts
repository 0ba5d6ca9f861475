/** Where a request came from: the address as the edge determined it, and what the browser calls itself. */
export type Client = { address: string; userAgent: string | null };
