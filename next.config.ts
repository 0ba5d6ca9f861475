import type { NextConfig } from "next";

/**
 * Pages are rendered on each request (their nonce must be fresh), images are plain files, and the proxy in front compresses.
 */
const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  compress: false,
  agentRules: false,
  devIndicators: false,
  images: { unoptimized: true },
};

export default config;
