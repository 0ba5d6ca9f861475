import { transaction } from "@/db/client";
import { recordAccess } from "@/lib/audit/record-access";
import { type Actor, accountOf } from "@/lib/base/actor";

export type RefusedAct = {
  /** What was asked for, as a page's or route's path without what was typed: "page:/operator/money". */
  object: string;
  /** The refusal's code. */
  refusal: string;
  /** Codes that belong to it: the permission that was lacking, why. */
  facts?: Record<string, string>;
};

/**
 * Adds a line that somebody who is logged in was refused, in a transaction of its own: what was refused has left nothing behind. A
 * member's own refusals are theirs to read.
 * @throws AppError not_signed_in when the session has ended meanwhile.
 */
export async function recordRefusal(actor: Actor, { object, refusal, facts = {} }: RefusedAct): Promise<void> {
  await transaction(actor, (tx) => recordAccess(tx, { act: "request.refuse", object, subject: accountOf(actor), reason: refusal, facts }));
}
