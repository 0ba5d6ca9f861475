import { evaluate } from "@/lib/oversight/anomalies/evaluate";
import type { Sign } from "@/lib/oversight/anomalies/signs";

/**
 * From how many networks an account is in use at once, where that is so many that staff are told of it too (clause 10b); null otherwise.
 * @param sessions the account's living ones
 */
export function manyNetworks(sessions: readonly { network: string; lastSeen: Date }[], at: Date): number | null {
  const signs = sessions.map(({ network, lastSeen }): Sign => {
    return { kind: "in_use", atMs: lastSeen.getTime(), network, subject: "own", object: "", count: 1, well: true };
  });
  const found = evaluate(signs, at).find(({ rule }) => rule === "used-from-many-networks");
  return found?.measured.networks ?? null;
}
