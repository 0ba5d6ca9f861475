import type { Tx } from "@/db/client";
import { linksAfter } from "@/db/queries/access-chain";
import { chainHash, chainStart } from "@/lib/audit/chain-hash";

const batch = 1_000;

export type ChainVerdict =
  | { result: "intact"; lines: number; head: string }
  | { result: "broken"; sequence: number; because: "link_missing" | "line_missing" | "line_altered" };

/**
 * Recomputes the chain over the access log from its start. `head` is the last hash, as hex; `sequence` the first link that does not hold.
 *
 * It finds a line that was altered, removed or put in between. It cannot find that the newest lines and their links were both
 * removed, or that everything was recomputed by someone who can write both tables: that takes a head that was kept elsewhere.
 */
export async function verifyChain(tx: Tx): Promise<ChainVerdict> {
  let hash: Uint8Array = chainStart;
  let sequence = 0;
  for (;;) {
    const links = await linksAfter(tx, sequence, batch);
    for (const { link, line } of links) {
      sequence += 1;
      if (link.sequence !== sequence) return { result: "broken", sequence, because: "link_missing" };
      if (!line) return { result: "broken", sequence, because: "line_missing" };
      hash = chainHash(hash, line);
      if (!link.hash.equals(hash)) return { result: "broken", sequence, because: "line_altered" };
    }
    if (links.length < batch) return { result: "intact", lines: sequence, head: Buffer.from(hash).toString("hex") };
  }
}
