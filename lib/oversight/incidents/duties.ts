import { actorOf } from "@/db/client";
import { findAccountByEmail } from "@/db/queries/accounts";
import { finishAction, insertAction, insertFiling, settleFiling } from "@/db/queries/incident-duties";
import { normaliseEmail } from "@/lib/accounts/normalise-email";
import { hourMs, later, now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { type AuthorityCode, authorities } from "@/lib/oversight/incidents/authorities";
import { inIncident, type Staff } from "@/lib/oversight/incidents/handle-incident";
import { note } from "@/lib/oversight/incidents/note";

const reason = "asked_in_console";
const settledAlready = () => new AppError("conflict", { reason: "settled_already" });

/** Begins to look at an authority: its time runs from the incident's discovery. @throws AppError as inIncident; conflict with `reason` settled_already */
export async function considerAuthority(actor: Staff, incidentId: string, authority: AuthorityCode): Promise<void> {
  await inIncident(actor, incidentId, async (tx, { discoveredAt }) => {
    const { hours } = authorities[authority];
    const dueAt = hours === null ? null : later(discoveredAt, hours * hourMs);
    if (!(await insertFiling(tx, { incidentId, authority, dueAt }))) throw settledAlready();
    await note(tx, incidentId, { kind: "authority", reason, facts: { authority } });
  });
}

/** Keeps the reference and the copy of what an authority was told. A drill files nothing anywhere either. Clause 8c. @throws AppError as inIncident; conflict with `reason` settled_already */
export async function recordFiling(
  actor: Staff,
  incidentId: string,
  { id, reference, copy }: { id: string; reference: string; copy: string },
): Promise<void> {
  await inIncident(actor, incidentId, async (tx) => {
    const settled = { reference, copy, decidedBy: await actorOf(tx), decidedAt: now() };
    const filing = await settleFiling(tx, { incidentId, id }, "filed", settled);
    if (!filing) throw settledAlready();
    await note(tx, incidentId, { kind: "filed", reason, text: reference, facts: { authority: filing.authority } });
  });
}

/** Notes that an authority need not be told, and why. @throws AppError as inIncident; conflict with `reason` settled_already */
export async function waiveFiling(actor: Staff, incidentId: string, { id, because }: { id: string; because: string }): Promise<void> {
  await inIncident(actor, incidentId, async (tx) => {
    const settled = { reason: because, decidedBy: await actorOf(tx), decidedAt: now() };
    const filing = await settleFiling(tx, { incidentId, id }, "not_required", settled);
    if (!filing) throw settledAlready();
    await note(tx, incidentId, { kind: "not-required", reason, text: because, facts: { authority: filing.authority } });
  });
}

/** Plans what prevents a recurrence; its owner is somebody of staff. Clause 8d. @throws AppError as inIncident; invalid_input for an owner who is no staff */
export async function planAction(
  actor: Staff,
  incidentId: string,
  { text, owner, dueAt }: { text: string; owner: string; dueAt: Date },
): Promise<void> {
  await inIncident(actor, incidentId, async (tx) => {
    const email = normaliseEmail(owner);
    const account = email === null ? null : await findAccountByEmail(tx, email);
    if (!account?.role) throw new AppError("invalid_input", { fields: JSON.stringify({ owner: "Nobody of staff has that address." }) });
    await insertAction(tx, { incidentId, text, ownerId: account.id, dueAt });
    await note(tx, incidentId, { kind: "action", reason, text });
  });
}

/** Names the test or the change that an action led to. @throws AppError as inIncident; conflict with `reason` settled_already */
export async function finish(actor: Staff, incidentId: string, { id, link }: { id: string; link: string }): Promise<void> {
  await inIncident(actor, incidentId, async (tx) => {
    if (!(await finishAction(tx, { incidentId, id }, { link, doneAt: now(), doneBy: await actorOf(tx) }))) throw settledAlready();
    await note(tx, incidentId, { kind: "action-done", reason, text: link });
  });
}
