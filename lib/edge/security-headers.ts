/**
 * The headers that every reply carries (clause 6d): pages, redirects, errors, API and built files alike. One list, used by the edge
 * middleware, by server.ts for the replies that it makes itself, and by next.config.ts for built files.
 */
export function securityHeaders({ https }: { https: boolean }): [name: string, value: string][] {
  return [
    ["X-Content-Type-Options", "nosniff"],
    ["X-Frame-Options", "DENY"],
    ["Referrer-Policy", "strict-origin-when-cross-origin"],
    ["Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=(), interest-cohort=()"],
    ["Cross-Origin-Opener-Policy", "same-origin"],
    ["Cross-Origin-Resource-Policy", "same-origin"],
    ["X-DNS-Prefetch-Control", "off"],
    ["X-Permitted-Cross-Domain-Policies", "none"],
    ...(https ? ([["Strict-Transport-Security", "max-age=63072000; includeSubDomains"]] satisfies [string, string][]) : []),
  ];
}
