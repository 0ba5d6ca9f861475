import { transaction } from "@/db/client";
import { countOpenInvites } from "@/db/queries/invites";
import { countActiveMembers, putCap, readCap } from "@/db/queries/member-cap";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";

type Staff = Extract<Actor, { kind: "staff" }>;

/** The cap on active members (null: none), how many there are, and how many open invites could still be redeemed. */
export type Places = { most: number | null; members: number; openInvites: number };
export const mostPlaces = 1_000_000;

/** @throws AppError forbidden. */
export async function readPlaces(actor: Staff): Promise<Places> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "invites.read");
    return { most: await readCap(tx), members: await countActiveMembers(tx), openInvites: await countOpenInvites(tx, now()) };
  });
}

/**
 * Bounds how many active members there may be, or lifts the bound. Nobody is put out by a lower one: it holds for who joins from now on
 * (lookup.take_place, asked in the transaction that redeems).
 * @param most 0 to a million; null for no bound.
 * @throws AppError forbidden; invalid_input; conflict with `reason` same_cap.
 */
export async function capMembers(actor: Staff, most: number | null): Promise<void> {
  if (most !== null && (!Number.isInteger(most) || most < 0 || most > mostPlaces)) throw new AppError("invalid_input", { field: "most" });
  await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "members.cap");
    const before = await readCap(tx);
    if (before === most) throw new AppError("conflict", { reason: "same_cap" });
    await putCap(tx, most, now());
    const facts = { from: before ?? "none", to: most ?? "none", members: await countActiveMembers(tx) };
    await recordAccess(tx, { act: "members.cap", object: "service:members", subject: null, reason: "asked_in_console", facts });
  });
}
