import type { ProcessorId } from "@/lib/outbound/processors";

/**
 * Who answers at a destination: a processor of the list, or a platform by its id, which lib/platforms/ids holds. A test holds every
 * destination in lib to ids that exist. Our own website, at which the controls look as visitors do, is nobody outside.
 */
export type Owner = { processor: ProcessorId } | { platform: string } | { own: "website" };

/**
 * A place outside that may be called. It is public, with a public name, a certificate of a public authority and port 443, unless it has
 * an authority of its own or is plain: then it stands on this machine, and is called in the sandbox alone.
 */
export interface Destination {
  belongsTo: Owner;
  /** Host and, on this machine, port: the only ones that a call may go to. */
  host: string;
  /** PEM text of the sandbox's authority that signed its certificate; null for a public one. */
  authority: string | null;
  /** Whether calls go by plain http. */
  plain?: boolean;
}

/** What the log calls a destination. */
export function nameOf({ belongsTo }: Destination): string {
  if ("own" in belongsTo) return `own ${belongsTo.own}`;
  return "processor" in belongsTo ? belongsTo.processor : belongsTo.platform;
}

/** Whether a destination stands on this machine: one that does may never be anywhere else, and the other way round. */
export function isOnThisMachine({ authority, plain }: Destination): boolean {
  return authority !== null || plain === true;
}
