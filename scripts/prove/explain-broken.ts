import type { Sql } from "postgres";
import { decryptOrderId, hashOrderId } from "@/lib/keys/order-ids";
import type { Broken } from "@/scripts/prove/invariants";
import type { Doubles } from "@/scripts/prove/read-doubles";

/** The offer that an order of the platform was to a connection; null when it never was one. */
async function offerOf(sql: Sql, orderId: number, connectionId: unknown): Promise<string | null> {
  if (typeof connectionId !== "string") return null;
  const [offer] = await sql<{ id: string }[]>`
    select id from offers where connection_id = ${connectionId} and external_hash = ${hashOrderId(connectionId, String(orderId))}`;
  return offer?.id ?? null;
}

/** A disagreement in words: the rule, its facts, and, where it is about an order, all that is known of it here and outside. */
export async function explainBroken(sql: Sql, doubles: Doubles, broken: Broken): Promise<string> {
  const { rule, facts } = broken;
  const lines = [`Disagreement: ${rule}`, `  ${JSON.stringify(facts)}`];
  let orderId = Number(facts.order ?? 0);
  const offerId = broken.offerId ?? (await offerOf(sql, orderId, facts.connectionId));
  if (offerId) {
    const told = await sql<{ at: Date; what: string }[]>`
      select at, kind || ' ' || facts::text as what from activity where offer_id = ${offerId}
      union all select taken_at, 'hold ' || during::text || ' released ' || coalesce(released_at::text, 'never') || ' ' || coalesce(released_because, '') from holds where offer_id = ${offerId}
      union all select created_at, 'intent ' || id || ' ' || state || ' tried ' || attempts || ' times ' || coalesce(outcome, '') from intents where offer_id = ${offerId}
      union all select seen_unassigned_at, 'last seen unassigned' from intents where offer_id = ${offerId} and seen_unassigned_at is not null
      union all select decided_at, 'decided ' || outcome from decisions where offer_id = ${offerId} order by 1`;
    lines.push(`  offer ${offerId}:`, ...told.map(({ at, what }) => `    ${at.toISOString()} ${what}`));
    const [intent] = await sql<{ connection: string; cipher: string }[]>`
      select connection_id as connection, external_cipher as cipher from intents where offer_id = ${offerId}`;
    if (intent) orderId = Number(decryptOrderId(intent.connection, intent.cipher));
  }
  const order = doubles.platform.orders.find(({ id }) => id === orderId);
  if (order) {
    const { calls, ...state } = order;
    lines.push(`  on the platform: ${JSON.stringify(state)}`);
    lines.push(...calls.map(({ at, userId, operation, outcome }) => `    ${at} ${operation} by ${userId}: ${outcome}`));
  }
  return lines.join("\n");
}
