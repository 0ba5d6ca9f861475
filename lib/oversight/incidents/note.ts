import { actorOf, type Tx } from "@/db/client";
import { type EntryRow, insertEntry } from "@/db/queries/incidents";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";

type Note = {
  /** What was done, as a code: "opened", "note", "state", "containment" … */
  kind: string;
  /** Why, as the access log has it. */
  reason: string;
  /** What a person typed; stays in the timeline and out of the access log. */
  text?: string;
  facts?: EntryRow["facts"];
};

/** Adds to an incident's timeline and, in the same transaction, to the access log, in the name of whoever the transaction acts for. */
export async function note(tx: Tx, incidentId: string, { kind, reason, text = "", facts = {} }: Note): Promise<void> {
  await insertEntry(tx, { incidentId, at: now(), actor: await actorOf(tx), kind, text, facts });
  await recordAccess(tx, { act: `incident.${kind}`, object: `incident:${incidentId}`, subject: null, reason, facts });
}
