import type { Sql } from "postgres";
import { hashOrderId } from "@/lib/keys/order-ids";
import { attributionOf } from "@/lib/orders/attribution";
import { prices } from "@/lib/terms/prices";
import type { Broken } from "@/scripts/prove/invariants";
import type { ReadyMember } from "@/scripts/prove/open-members";
import type { DoubleOrder, Doubles } from "@/scripts/prove/read-doubles";

interface Accepted {
  id: string;
  offerId: string;
  connectionId: string;
  hash: string;
  attribution: string;
  seenUnassignedAt: Date | null;
  requestedAt: Date | null;
  confirmedAt: Date;
  windowStart: Date;
  windowEnd: Date;
  endedBecause: string | null;
  charged: string | null;
  credited: string | null;
}

const accepted = (sql: Sql) => sql<Accepted[]>`
  select a.id, i.offer_id as "offerId", a.connection_id as "connectionId", a.external_hash as hash, a.attribution,
    i.seen_unassigned_at as "seenUnassignedAt", i.requested_at as "requestedAt", a.confirmed_at as "confirmedAt",
    a.window_start as "windowStart", a.window_end as "windowEnd", a.ended_because as "endedBecause",
    charges.state as charged, credits.state as credited
  from acceptances a join intents i on i.id = a.intent_id
  left join charges on charges.acceptance_id = a.id left join credits on credits.acceptance_id = a.id`;

const keyOf = (connectionId: string, hash: string) => `${connectionId} ${hash}`;

/** Where an order's work lies as we wrote it down and as the platform has it; a buyer's impossible time is left to the adapter's tests. */
function wrongTime({ windowStart, windowEnd }: Accepted, { start, hours, mode, gapStart }: DoubleOrder): boolean {
  if (mode !== "exact" || gapStart !== null) return false;
  const [from, to] = [Date.parse(start), Date.parse(start) + hours * 3_600_000];
  return windowStart.getTime() !== from || windowEnd.getTime() !== to;
}

/**
 * Why what we wrote down of how an order became a member's is not so; null when it is, or when nobody could tell: taken by hand after we had
 * seen it unassigned, or not by hand and found so late that it might have been.
 */
function wrongAttribution(row: Accepted, { takenByHandAt }: DoubleOrder): string | null {
  const { attribution, seenUnassignedAt, confirmedAt } = row;
  if (takenByHandAt !== null) {
    const isClear = seenUnassignedAt === null || Date.parse(takenByHandAt) < seenUnassignedAt.getTime();
    return attribution === "service" && isClear ? "an order that was taken by hand is attributed to the service" : null;
  }
  const isLate = seenUnassignedAt !== null && attributionOf(row, confirmedAt) === "unknown";
  return attribution === "service" || isLate ? null : "an order that nobody took by hand is not attributed to the service";
}

/** Each assignment of the platform beside our acceptance of it, both ways. What a member took by hand need not be known here. */
function compareAssignments(orders: DoubleOrder[], members: ReadyMember[], rows: Accepted[]): Broken[] {
  const broken: Broken[] = [];
  const unmatched = new Map(rows.map((row) => [keyOf(row.connectionId, row.hash), row]));
  const byUser = new Map(members.map((member) => [member.userId, member]));
  for (const order of orders) {
    const member = byUser.get(order.assigneeUserId ?? 0);
    if (!member) continue;
    const key = keyOf(member.connectionId, hashOrderId(member.connectionId, String(order.id)));
    const row = unmatched.get(key);
    unmatched.delete(key);
    const facts = { order: order.id, state: order.state, assignee: order.assigneeUserId, connectionId: member.connectionId };
    const tell = (rule: string) => broken.push({ rule, offerId: row?.offerId ?? null, facts: { ...facts, ...row } });
    if (!row) {
      if (order.state === "assigned" && order.takenByHandAt === null) tell("the platform assigned an order, and there is no acceptance");
      continue;
    }
    const wrong = wrongAttribution(row, order);
    if (wrong) tell(wrong);
    if ((order.state === "cancelled") !== (row.endedBecause === "cancelled")) tell("platform and acceptance differ about a cancellation");
    if (order.state === "assigned" && row.endedBecause) tell("an assigned order's acceptance has ended");
    if (order.state === "assigned" && wrongTime(row, order)) tell("platform and acceptance differ about the time");
  }
  for (const row of unmatched.values()) {
    broken.push({
      rule: "there is an acceptance, and the platform did not assign the order to the member",
      offerId: row.offerId,
      facts: { ...row },
    });
  }
  return broken;
}

/** Each charge and credit beside Stripe's invoice items, both ways, with what they come to. */
function compareItems(items: Doubles["stripe"]["invoiceItems"], rows: Accepted[]): Broken[] {
  const broken: Broken[] = [];
  const amounts = (key: "acceptance_id" | "credit_of") => {
    const of = new Map<string, number[]>();
    for (const { amount, metadata } of items) {
      const id = metadata[key];
      if (id) of.set(id, [...(of.get(id) ?? []), amount]);
    }
    return of;
  };
  const charged = amounts("acceptance_id");
  const credited = amounts("credit_of");
  for (const row of rows) {
    const expected = [row.charged ? [prices.unitCents] : [], row.credited ? [-prices.unitCents] : []];
    const found = [charged.get(row.id) ?? [], credited.get(row.id) ?? []];
    charged.delete(row.id);
    credited.delete(row.id);
    if (JSON.stringify(expected) !== JSON.stringify(found)) {
      broken.push({
        rule: "Stripe's invoice items are not those of the acceptance",
        offerId: row.offerId,
        facts: { ...row, expected, found },
      });
    }
  }
  for (const [id, found] of [...charged, ...credited]) {
    broken.push({ rule: "Stripe has an invoice item of no acceptance", offerId: null, facts: { id, found } });
  }
  return broken;
}

/** Where what we wrote down and what platform and Stripe themselves say do not agree one to one. To be asked when all has settled. */
export async function compareDoubles(sql: Sql, { platform, stripe }: Doubles, members: ReadyMember[]): Promise<Broken[]> {
  const rows = await accepted(sql);
  return [...compareAssignments(platform.orders, members, rows), ...compareItems(stripe.invoiceItems, rows)];
}
