import { transaction } from "@/db/client";
import { findCheckpoint, newestCheckpoint, newestExported } from "@/db/queries/checkpoints";

/** How far the newest checkpoint vouches, and the newest that is kept elsewhere. Null before the first. */
export type Vouched = {
  newest: { number: number; sequence: number; signedAt: Date; jws: string } | null;
  exported: { number: number; sequence: number; exportedAt: Date } | null;
};

/** What anybody may know of the checkpoints: nothing in them is of a person. */
export async function readNewestCheckpoint(): Promise<Vouched> {
  return await transaction({ kind: "visitor" }, async (tx) => ({
    newest: await newestCheckpoint(tx),
    exported: await newestExported(tx),
  }));
}

/** The signed text of a checkpoint by its number; null where there is none. */
export async function readCheckpointOf(number: number): Promise<string | null> {
  return (await transaction({ kind: "visitor" }, (tx) => findCheckpoint(tx, number)))?.jws ?? null;
}
