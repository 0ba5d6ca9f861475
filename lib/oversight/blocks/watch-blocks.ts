import { transaction } from "@/db/client";
import { blockedNetworks } from "@/db/queries/blocks";
import { now, secondMs } from "@/lib/base/clock";
import { describeError, log } from "@/lib/base/log";
import { isWithin, parseAddress } from "@/lib/base/network";
import { isSignedMessage } from "@/lib/edge/origin";

type Known = { network: string; until: Date };

/** So a new block counts within this and the time that one query takes, and no request waits for the database. */
const readEveryMs = 2 * secondMs;

let known: Known[] = [];
let isDeaf = false;

/**
 * Whether a request is refused because its network is shut out. Messages that Stripe and platforms sign pass: their signature is their
 * door, they come from networks that others share, and what is lost of them does not come back. So do questions after our health.
 */
export function isShutOut(address: string, method: string, pathname: string): boolean {
  if (known.length === 0 || isSignedMessage(method, pathname) || pathname.startsWith("/api/health/")) return false;
  const client = parseAddress(address);
  return client !== null && known.some(({ network, until }) => until > now() && isWithin(client, network));
}

async function read(): Promise<boolean> {
  try {
    const fresh = await transaction({ kind: "visitor" }, blockedNetworks);
    const isNew = fresh.some(({ network }) => !known.some((one) => one.network === network));
    known = fresh;
    if (isDeaf) log.info("blocks are read again", { networks: known.length });
    isDeaf = false;
    return isNew;
  } catch (thrown) {
    if (!isDeaf) log.warn("blocks cannot be read, the last known ones count", { networks: known.length, ...describeError(thrown) });
    isDeaf = true;
    return false;
  }
}

/**
 * Reads which networks are shut out, now and every two seconds from then on. While the database does not answer the last known ones
 * count, each until its time is over. `onNew` is called after one has come.
 */
export async function watchBlocks(onNew: () => void): Promise<void> {
  await read();
  const again = async () => {
    if (await read()) onNew();
    setTimeout(() => void again(), readEveryMs).unref();
  };
  setTimeout(() => void again(), readEveryMs).unref();
}
