import type { Tx } from "@/db/client";
import { stopDigest, stopKind } from "@/db/queries/notice-settings";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import type { StoppableKind } from "@/lib/notices/kinds";

/** Sends an account no more mail of a kind; of the digest, of no kind that goes into it. Doing it again changes nothing and says nothing. */
export async function stopNotices(tx: Tx, accountId: string, kind: StoppableKind): Promise<void> {
  const at = now();
  const changed = kind === "digest" ? await stopDigest(tx, accountId, at) : await stopKind(tx, accountId, kind, at);
  if (!changed) return;
  const line = { act: "notices.change", object: `account:${accountId}`, subject: accountId, reason: "mailed_link" };
  await recordAccess(tx, { ...line, facts: { stopped: kind } });
}
