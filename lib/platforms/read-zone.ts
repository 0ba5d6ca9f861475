import { z } from "zod";
import { PlatformError } from "@/lib/platforms/contract";

/** A zone by its IANA name. An offset is none: it would be right for half a year. */
export const zoneName = z.string().regex(/^[A-Z][\w+/-]{0,63}$/i);

const knownZones = new Set<string>();

/** The IANA zone of the work's place. A name that is none would put its hours where nobody meant them. @throws PlatformError changed_shape */
export function readZone(name: string): string {
  if (knownZones.has(name)) return name;
  try {
    Intl.DateTimeFormat("en", { timeZone: name });
    knownZones.add(name);
  } catch {
    throw new PlatformError("changed_shape");
  }
  return name;
}
