import type { Tx } from "@/db/client";
import { insertRequest } from "@/db/queries/requests";
import { requestId } from "@/lib/base/request-id";
import type { RequestKind } from "@/lib/requests/kinds";

/** Asks the worker for work, in the transaction of the change that needs it. The worker is woken when it commits. */
export async function recordRequest(tx: Tx, request: { accountId: string; kind: RequestKind; subjectId: string }): Promise<void> {
  await insertRequest(tx, { ...request, requestId: requestId() });
}
