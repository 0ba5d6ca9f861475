import { platformNames } from "@/lib/base/platform-names";

/**
 * The platforms that this service has an adapter for. A new one: its name in lib/base/platform-names.ts and its id here; the compiler then
 * asks for the rest.
 */
export const platformIds = ["field-nation", "service-channel"] as const satisfies readonly (keyof typeof platformNames)[];
export type PlatformId = (typeof platformIds)[number];

export function isPlatformId(text: string): text is PlatformId {
  return (platformIds as readonly string[]).includes(text);
}

/** The platform's name as people write it; an id that is none is shown as it is. */
export function platformName(id: string): string {
  return isPlatformId(id) ? platformNames[id] : id;
}

/** Where people log in at each platform, to see what the work is: the one thing that this service does not keep. */
const platformSites: Record<PlatformId, string> = {
  "field-nation": "https://app.fieldnation.com/",
  "service-channel": "https://login.servicechannel.com/",
};

/** The address of a platform's own site; null for an id that is none. */
export const platformSite = (id: string): string | null => (isPlatformId(id) ? platformSites[id] : null);
