import { transaction } from "@/db/client";
import { type EvidenceRow, findEvidence, newestEvidence } from "@/db/queries/controls";

/** The newest signed statement, or the one of a sequence; null when there is none, or it is past its time. Nothing in it is of a person. */
export async function readEvidence(sequence: number | "newest"): Promise<EvidenceRow | null> {
  return await transaction({ kind: "visitor" }, (tx) => (sequence === "newest" ? newestEvidence(tx) : findEvidence(tx, sequence)));
}
