import { actorOf, type Tx } from "@/db/client";
import type { EntryRow, IncidentRow } from "@/db/queries/incidents";
import { insertKeyTask } from "@/db/queries/key-tasks";
import { insertStop, liftStopRow, type StopTarget } from "@/db/queries/stops";
import { isExclusionViolation } from "@/db/violations";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { addBlock, type Blocking } from "@/lib/oversight/blocks/block";
import { inIncident, type Staff } from "@/lib/oversight/incidents/handle-incident";
import { note } from "@/lib/oversight/incidents/note";
import { isPlatformId } from "@/lib/platforms/ids";

type Facts = EntryRow["facts"];
/** Whether it was done, or, in a drill, only written down. */
export type Contained = "done" | "simulated";

/**
 * Does something to contain an incident and writes it into the timeline, in one transaction. In a drill nothing is done and the timeline says what
 * would have been.
 */
export async function contain(
  actor: Staff,
  incidentId: string,
  { act, text, facts = {} }: { act: string; text: string; facts?: Facts },
  work: (tx: Tx, incident: IncidentRow) => Promise<Facts>,
): Promise<Contained> {
  return await inIncident(actor, incidentId, async (tx, incident) => {
    const done = incident.drill ? { simulated: true } : await work(tx, incident);
    await note(tx, incidentId, { kind: "containment", reason: "asked_in_console", text, facts: { act, ...facts, ...done } });
    return incident.drill ? "simulated" : "done";
  });
}

/**
 * Stops calls to a platform, or to all of them, before the next one; or openings of sealed logins, before the next one. Holds until it is lifted.
 * @throws AppError as inIncident; not_found for an unknown platform; conflict with `reason` stopped_already
 */
export async function stop(actor: Staff, incidentId: string, target: StopTarget, text: string): Promise<Contained> {
  const { kind, platform } = target;
  if (kind === "platform" && !isPlatformId(platform ?? "")) throw new AppError("not_found");
  const facts = { kind, ...(platform ? { platform } : {}) };
  return await contain(actor, incidentId, { act: "stop", text, facts }, async (tx) => {
    const id = await insertStop(tx, { ...target, incidentId, since: now(), stoppedBy: await actorOf(tx) });
    if (!id) throw new AppError("conflict", { reason: "stopped_already" });
    await recordAccess(tx, { act: "stop.set", object: `stop:${id}`, subject: null, reason: "incident", facts });
    return {};
  });
}

/** Ends a stop: openings and calls go on at their next turn. @throws AppError as inIncident; not_found when it does not stand. */
export async function liftStop(actor: Staff, incidentId: string, stopId: string, text: string): Promise<void> {
  await inIncident(actor, incidentId, async (tx) => {
    const lifted = await liftStopRow(tx, stopId, await actorOf(tx), now());
    if (!lifted) throw new AppError("not_found");
    const facts = { kind: lifted.kind, ...(lifted.platform ? { platform: lifted.platform } : {}) };
    await recordAccess(tx, { act: "stop.lift", object: `stop:${stopId}`, subject: null, reason: "incident", facts });
    await note(tx, incidentId, { kind: "containment", reason: "asked_in_console", text, facts: { act: "lift", ...facts } });
  });
}

/** Asks the worker for new keys. What is under way already is left to go on. */
export async function rotateKeys(
  actor: Staff,
  incidentId: string,
  kind: "rotate-root" | "rotate-connections",
  text: string,
): Promise<Contained> {
  return await contain(actor, incidentId, { act: "rotate", text, facts: { kind } }, async (tx): Promise<Facts> => {
    const id = await insertKeyTask(tx, { kind, askedBy: await actorOf(tx), dueAt: now() });
    if (!id) return { underWay: true };
    await recordAccess(tx, { act: "key-task.ask", object: `key-task:${id}`, subject: null, reason: "incident", facts: { kind } });
    return {};
  });
}

/** Shuts a network or an account out. It is lifted among the blocks. @throws AppError as inIncident and addBlock */
export async function shutOut(actor: Staff, incidentId: string, blocking: Omit<Blocking, "reason">, text: string): Promise<Contained> {
  const { target, hours } = blocking;
  const facts = { hours, of: "network" in target ? "network" : "account" };
  try {
    return await contain(actor, incidentId, { act: "block", text, facts }, async (tx) => ({
      block: await addBlock(tx, actor, { ...blocking, reason: "incident" }),
    }));
  } catch (thrown) {
    const isTwice = isExclusionViolation(thrown, "blocks_network_once") || isExclusionViolation(thrown, "blocks_account_once");
    throw isTwice ? new AppError("conflict", { reason: "blocked_already" }) : thrown;
  }
}
