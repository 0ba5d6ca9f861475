/** What the policy of one reply depends on. */
export interface CspInput {
  nonce: string;
  /** Origins that forms may lead to besides our own: Stripe's Checkout and portal. */
  formOrigins: readonly string[];
  /** `next dev` compiles in the browser and styles inline; nothing else may. */
  development: boolean;
}

/**
 * The Content-Security-Policy of a page (clause 6b): nothing loads but our own built files, scripts only with this reply's nonce,
 * and no text becomes code, since Trusted Types are required. Source: https://www.w3.org/TR/CSP3/
 */
export function contentSecurityPolicy({ nonce, formOrigins, development }: CspInput): string {
  const directives = [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    development ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    `form-action ${["'self'", ...formOrigins].join(" ")}`,
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    ...(development ? [] : ["require-trusted-types-for 'script'"]),
  ];
  return directives.join("; ");
}

/** The policy of replies that are no pages: nothing may load, frame or be framed. */
export const bareSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
