import { limitStore } from "@/lib/base/env";
import { openStore } from "@/lib/edge/limits";
import type { Content, Place } from "@/lib/policy/canary/place";
import { counted } from "@/lib/policy/control";

function store() {
  const settings = limitStore();
  if (!settings) throw new Error("no shared store is configured");
  return openStore(settings);
}

async function* contents(): AsyncGenerator<Content> {
  for await (const texts of store().entries())
    yield { where: "the shared limits", bytes: Buffer.from(texts.join("\n")), units: texts.length };
}

/** What the limits' shared store holds under our names. */
export const limits: Place = {
  name: "the limits' store",
  say: (units) => counted(units, "key and value of the shared limits", "keys and values of the shared limits"),
  absence: () =>
    limitStore() === null ? "no store is shared: web counts in its memory alone, by network and account, and no more than that" : null,
  read: contents,
  whilePlanted: async (texts, look) => {
    try {
      await store().plant(texts);
      await look(contents());
    } finally {
      await store().uproot(texts.length);
    }
  },
};
