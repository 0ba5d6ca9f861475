import type { NextConfig } from "next";
import { securityHeaders } from "./lib/edge/security-headers";

/**
 * Pages are rendered on each request (their nonce must be fresh), images are plain files, and the proxy in front compresses.
 */
const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  compress: false,
  agentRules: false,
  devIndicators: false,
  // A true 403 for staff whose role lacks what a page needs.
  experimental: { authInterrupts: true },
  images: { unoptimized: true },
  // `npm run check` checks all types; a build looks at the website alone and must not fail over a test's.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["@node-rs/argon2", "postgres", "pg-boss", "stripe"],
  /** Built files do not pass through the middleware. They are the same for every address, so HSTS is left to pages. */
  headers: async () => [
    { source: "/_next/static/:path*", headers: securityHeaders({ https: false }).map(([key, value]) => ({ key, value })) },
  ],
};

export default config;
