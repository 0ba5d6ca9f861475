import { deflateSync, gzipSync } from "node:zlib";
import { canaryMark, plantedMark } from "@/lib/base/canary-mark";
import { newId } from "@/lib/base/ids";
import { describeError, log } from "@/lib/base/log";
import type { Place } from "@/lib/policy/canary/place";
import { finder } from "@/lib/policy/canary/spellings";

/** What a search of one place came to. */
export interface Searched {
  place: string;
  /** What was read, such as "14 mails". */
  read: string;
  units: number;
  /** Where something stands that must not be kept. */
  found: string[];
  /** Spellings in which a planted marker was not found: then the search sees too little to count. */
  missed: string[];
  /** Why nothing is there to search; null where something is. */
  absent: string | null;
  /** Whether it could not be read. */
  unread: boolean;
}

/** The ways in which a marker is planted, of each of which it has to be found. */
const plantings: Record<string, (marker: string) => string> = {
  plain: (marker) => marker,
  base64: (marker) => Buffer.from(marker).toString("base64"),
  "base64, one byte on": (marker) => Buffer.from(`a${marker}`).toString("base64"),
  "base64url, two bytes on": (marker) => Buffer.from(`ab${marker}`).toString("base64url"),
  hexadecimal: (marker) => Buffer.from(marker).toString("hex"),
  "within JSON": (marker) => JSON.stringify({ note: `"${marker}"` }),
  "within a form": (marker) => new URLSearchParams({ note: `é ${marker}` }).toString(),
  "packed by gzip": (marker) => gzipSync(`${marker} and more`).toString("base64"),
  "packed by deflate": (marker) => deflateSync(`${marker} and more`).toString("hex"),
};

/** Plants a marker in each spelling and looks for it as for a kept one. @returns the spellings in which it was not found */
async function missedIn(place: Place): Promise<string[]> {
  const wanted = new Map(
    Object.entries(plantings).map(([name, spell]) => {
      const marker = `${plantedMark}${newId()}`;
      return [name, { text: spell(marker), holds: finder([marker]) }];
    }),
  );
  const texts = [...wanted.values()].map(({ text }) => text);
  await place.whilePlanted(texts, async (planted) => {
    for await (const { bytes } of planted) {
      for (const [name, { holds }] of wanted) if (holds(bytes)) wanted.delete(name);
      if (wanted.size === 0) return;
    }
  });
  return [...wanted.keys()];
}

/** Searches a place for the marks of forbidden fields in any spelling, after it has found the markers that it plants there itself. */
export async function searchPlace(place: Place): Promise<Searched> {
  const searched: Searched = { place: place.name, read: "", units: 0, found: [], missed: [], absent: place.absence(), unread: false };
  if (searched.absent !== null) return searched;
  const holds = finder([canaryMark]);
  const found = new Set<string>();
  try {
    searched.missed = await missedIn(place);
    for await (const { where, bytes, units } of place.read()) {
      searched.units += units;
      if (holds(bytes)) found.add(where);
    }
  } catch (thrown) {
    log.warn("a place could not be searched for forbidden fields", { place: place.name, ...describeError(thrown) });
    searched.unread = true;
  }
  return { ...searched, read: place.say(searched.units), found: [...found] };
}
