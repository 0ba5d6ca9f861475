import { transaction } from "@/db/client";
import { enqueue } from "@/db/jobs";
import { takeRequests } from "@/db/queries/requests";
import { now } from "@/lib/base/clock";
import { log } from "@/lib/base/log";
import { requestKinds } from "@/lib/requests/kinds";

const batch = 100;
/** Asked for by an account that may no longer use the service, yet done: it takes away, and gives nothing. */
const always = new Set<string>(["destroy-keys", "erase-account"]);

/**
 * Turns waiting requests into jobs, in one transaction: a request is taken exactly when its job exists. Authority is looked at anew,
 * since an account may have been suspended after it asked. Each job checks its own row besides.
 * @returns how many were taken; fewer than the batch means that none is left.
 */
export async function drainRequests(): Promise<number> {
  return await transaction({ kind: "system", job: "drain-requests" }, async (tx) => {
    const taken = await takeRequests(tx, batch, now());
    for (const { id, kind, subjectId, requestId, accountState } of taken) {
      const queue = Object.entries(requestKinds).find(([name]) => name === kind)?.[1];
      if (queue && (accountState === "active" || always.has(kind))) await enqueue(tx, queue, subjectId, requestId);
      else log.warn("request refused", { request: id, kind, accountState, ...(requestId ? { requestId } : {}) });
    }
    return taken.length;
  });
}
