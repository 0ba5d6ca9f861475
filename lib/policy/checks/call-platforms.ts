import { hourMs } from "@/lib/base/clock";
import type { Destination } from "@/lib/outbound/destination";
import { outboundFetch } from "@/lib/outbound/fetch";
import { OutboundError } from "@/lib/outbound/outbound-error";
import { type Check, counted, judge, unknown } from "@/lib/policy/control";
import { workerParts } from "@/lib/policy/worker-parts";

/** Whether the client refuses to call a platform's host in plain http, before a name is looked up or anything is sent. */
async function refusesPlainly(destination: Destination): Promise<boolean> {
  try {
    await outboundFetch(destination, new URL(`http://${destination.host}/`), { method: "GET" });
    return false;
  } catch (thrown) {
    return thrown instanceof OutboundError && thrown.kind === "refused" && thrown.why === "address";
  }
}

export const platformCalls: Check = {
  id: "tls-platforms",
  about: "Whether each platform that is set up can be called over TLS alone",
  everyMs: hourMs,
  look: async () => {
    const destinations = workerParts().platformDestinations();
    if (destinations.length === 0) return unknown("No platform is set up.");
    const refused = await Promise.all(destinations.map(refusesPlainly));
    const open = refused.filter((one) => !one).length;
    return judge(destinations.length, open, {
      good: `A call in plain http to each of ${counted(destinations.length, "platform host")} was refused before anything was sent.`,
      bad: `${counted(open, "platform host")} of ${destinations.length} can be called in plain http.`,
    });
  },
};
