import { transaction } from "@/db/client";
import { countOpenDifferences } from "@/db/queries/differences";
import { countOpenResets } from "@/db/queries/factor-resets";
import { countAsks } from "@/db/queries/invite-asks";
import { countWaitingReports } from "@/db/queries/reports";
import { requirePermission } from "@/lib/accounts/require-permission";
import type { Actor } from "@/lib/base/actor";

/** What waits for a person. */
export type Waiting = { asks: number; reports: number; resets: number; differences: number };

/** How much waits for a person, of what the role may see: row security leaves the rest out. @throws AppError forbidden. */
export async function readConsole(actor: Extract<Actor, { kind: "staff" }>): Promise<Waiting> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "console.read");
    return {
      asks: await countAsks(tx),
      reports: await countWaitingReports(tx),
      resets: await countOpenResets(tx),
      differences: await countOpenDifferences(tx),
    };
  });
}
