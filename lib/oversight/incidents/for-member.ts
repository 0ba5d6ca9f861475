import { transaction } from "@/db/client";
import { listOwnNotices } from "@/db/queries/incident-notices";
import { listStops } from "@/db/queries/stops";

/** What of incidents concerns a member at this moment. `platforms` are ids of those that are stopped. */
export interface ForMember {
  everything: boolean;
  frozen: boolean;
  platforms: string[];
  unread: number;
}

/** What is stopped for everybody, and how many notices the account has not said to have read. */
export async function readForMember(accountId: string): Promise<ForMember> {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    const stops = await listStops(tx);
    return {
      everything: stops.some(({ kind }) => kind === "everything"),
      frozen: stops.some(({ kind }) => kind === "vault"),
      platforms: stops.flatMap(({ platform }) => platform ?? []),
      unread: (await listOwnNotices(tx, accountId, { unread: true })).length,
    };
  });
}
