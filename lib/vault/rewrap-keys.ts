import { keysDb } from "@/db/client";
import { countWrappedByOthers, replaceWrappings, takeWrappedByOthers } from "@/db/queries/connection-keys";
import { log } from "@/lib/base/log";
import { keyProvider } from "@/lib/keys/provider";
import { wrappingContext } from "@/lib/vault/wrapping-context";

const batch = 200;

/**
 * Wraps the connections' keys that another root key wraps by this one, batch after batch, each in a transaction of its own: a crash
 * loses a batch that the next run does again, and at every moment each key is wrapped by a root key that the provider holds. A wrapped
 * key that does not unwrap stays as it is.
 * @param goOn asked after each batch, with how many were wrapped anew; false ends it
 * @returns whether it came to the end, and how many stay as they were
 */
export async function rewrapKeys(
  rootKeyId: string,
  goOn: (rewrapped: number) => Promise<boolean>,
): Promise<{ ended: boolean; damaged: number }> {
  let after = "";
  let damaged = 0;
  for (;;) {
    const { last, rewrapped, left } = await rewrapBatch(rootKeyId, after);
    damaged += left;
    if (last === null) return { ended: (await countWrappedByOthers(keysDb(), rootKeyId)) <= damaged, damaged };
    after = last;
    if (!(await goOn(rewrapped))) return { ended: false, damaged };
  }
}

async function rewrapBatch(rootKeyId: string, after: string): Promise<{ last: string | null; rewrapped: number; left: number }> {
  const provider = await keyProvider();
  return await keysDb().transaction(async (tx) => {
    const rows = await takeWrappedByOthers(tx, rootKeyId, after, batch);
    const anew: { keyId: string; wrapped: Buffer }[] = [];
    for (const { keyId, connectionId, rootKeyId: earlier, wrapped } of rows) {
      const context = wrappingContext(connectionId, keyId);
      try {
        const plain = await provider.unwrap(earlier, wrapped, context);
        const done = await provider.wrap(plain, context);
        plain.fill(0);
        if (done.keyId !== rootKeyId) throw new Error("The provider wraps by another root key by now.");
        anew.push({ keyId, wrapped: Buffer.from(done.wrapped) });
      } catch (thrown) {
        log.error("key not wrapped anew", { connection: connectionId, why: thrown instanceof Error ? thrown.message : "unknown" });
      }
    }
    if (anew.length > 0) await replaceWrappings(tx, rootKeyId, anew);
    return { last: rows.at(-1)?.keyId ?? null, rewrapped: anew.length, left: rows.length - anew.length };
  });
}
