import { adapterFor } from "@/lib/platforms/adapters";
import type { PlatformAdapter } from "@/lib/platforms/contract";
import { isPlatformId } from "@/lib/platforms/ids";

/** The adapter of a connection's platform. A connection to one that this worker is not set up for is a bug or a wrong configuration. */
export function requireAdapter(platform: string): PlatformAdapter {
  const adapter = isPlatformId(platform) ? adapterFor(platform) : null;
  if (!adapter) throw new Error(`platform ${platform} is not in PLATFORMS`);
  return adapter;
}
