import { type Tx, transaction } from "@/db/client";
import { plantQueues, uprootQueues } from "@/db/queries/plant-canary";
import { metricsToken } from "@/lib/base/env";
import type { Content, Place } from "@/lib/policy/canary/place";
import { counted } from "@/lib/policy/control";
import { knock } from "@/lib/policy/front-door";

const inMain = (work: (tx: Tx) => Promise<void>) => transaction({ kind: "system", job: "canary" }, work);

/** The metrics as whoever collects them reads them, of the web process that answers. */
async function* contents(): AsyncGenerator<Content> {
  const { status, text } = await knock("/api/metrics", { headers: { authorization: `Bearer ${metricsToken()}`, accept: "text/plain" } });
  if (status !== 200 || !text.includes("\nholdfast_up 1\n")) throw new Error(`the metrics were answered with ${status}`);
  yield { where: "the metrics", bytes: Buffer.from(text), units: text.split("\n").filter((line) => /^\w/.test(line)).length };
}

/** A label is the only text of ours in a metric; those of queues come from the database, where they are planted. */
export const metrics: Place = {
  name: "the metrics",
  say: (units) => counted(units, "series of metrics", "series of metrics"),
  absence: () => (metricsToken() === null ? "no metrics are offered (METRICS_TOKEN)" : null),
  read: contents,
  whilePlanted: async (texts, look) => {
    try {
      await inMain((tx) => plantQueues(tx, texts));
      await look(contents());
    } finally {
      await inMain(uprootQueues);
    }
  },
};
