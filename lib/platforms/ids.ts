/** The platforms that this service has an adapter for. A new one: its id here, its adapter in lib/platforms/adapters.ts. */
export const platformIds = ["field-nation"] as const;
export type PlatformId = (typeof platformIds)[number];

const names: Record<PlatformId, string> = { "field-nation": "Field Nation" };

export function isPlatformId(text: string): text is PlatformId {
  return (platformIds as readonly string[]).includes(text);
}

/** The platform's name as people write it; an id that is none is shown as it is. */
export function platformName(id: string): string {
  return isPlatformId(id) ? names[id] : id;
}
