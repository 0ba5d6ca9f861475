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
  experimental: {
    // A true 403 for staff whose role lacks what a page needs.
    authInterrupts: true,
    // A page's code is read when it is first asked for: reading all of it at start doubles the time until web answers.
    preloadEntriesOnStart: false,
    // Writing it takes a quarter of a build, and a build is made once for each state of the sources.
    turbopackFileSystemCacheForBuild: false,
    // Nobody downloads the server's code: left as written it builds in two thirds of the time.
    serverMinification: false,
  },
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
