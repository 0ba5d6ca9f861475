import { readFileSync } from "node:fs";
import { type PlatformConfig, platformConfig } from "@/lib/platforms/config";
import type { PlatformAdapter } from "@/lib/platforms/contract";
import { fieldNation } from "@/lib/platforms/field-nation/adapter";
import type { PlatformId } from "@/lib/platforms/ids";
import { serviceChannel } from "@/lib/platforms/service-channel/adapter";

type Settings = Omit<PlatformConfig, "authority"> & { authority: string | null };
const makers: Record<PlatformId, (settings: Settings) => PlatformAdapter> = {
  "field-nation": fieldNation,
  "service-channel": serviceChannel,
};
const made = new WeakMap<PlatformConfig, PlatformAdapter>();

/**
 * The adapter of a platform, with its address from the worker's configuration; null when the platform is not set up there.
 * A private authority is only believed for the platform that it is configured for.
 */
export function adapterFor(platform: PlatformId): PlatformAdapter | null {
  const config = platformConfig(platform);
  if (!config) return null;
  const known = made.get(config);
  if (known) return known;
  const authority = config.authority ? readFileSync(config.authority, "utf8") : null;
  const adapter = makers[platform]({ ...config, authority });
  made.set(config, adapter);
  return adapter;
}
