import { createHash } from "node:crypto";

/** What Upstash understands and a Redis of one's own does not: keys that a script touches without naming them stay locked. */
const upstashOnly = /^#!lua flags=allow-key-locking\n/;

export interface Scripts {
  /** What to run for a script that was sent whole. */
  adapt(script: string): string;
  /** The digest by which the server knows a script that the client names by its own; unchanged for one that was never sent here. */
  digestFor(sha1: string): string;
}

/** Remembers, by the digest of what clients sent, the digest of what the server was given instead. */
export function openScripts(): Scripts {
  const digests = new Map<string, string>();
  return {
    adapt(script) {
      const adapted = script.replace(upstashOnly, "");
      digests.set(sha1Of(script), sha1Of(adapted));
      return adapted;
    },
    digestFor: (sha1) => digests.get(sha1) ?? sha1,
  };
}

const sha1Of = (text: string) => createHash("sha1").update(text).digest("hex");
