import { asc, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import * as t from "@/db/schema";

/** Offers and what became of them. Of an order's platform id only a keyed hash is stored, which tells nobody anything. */
export async function exportOrders(tx: Tx, accountId: string) {
  const o = t.offers;
  const d = t.decisions;
  const w = t.offerDetails;
  const h = t.holds;
  const i = t.intents;
  const a = t.acceptances;
  const n = t.unitCounts;
  return {
    offers: await tx
      .select({
        id: o.id,
        connectionId: o.connectionId,
        state: o.state,
        seenAt: o.seenAt,
        fittedAt: o.fittedAt,
        askedAt: o.askedAt,
        requestedAt: o.requestedAt,
        settledAt: o.settledAt,
      })
      .from(o)
      .where(eq(o.accountId, accountId))
      .orderBy(asc(o.seenAt)),
    decisions: await tx
      .select({ offerId: d.offerId, decidedAt: d.decidedAt, outcome: d.outcome, results: d.results })
      .from(d)
      .where(eq(d.accountId, accountId))
      .orderBy(asc(d.decidedAt)),
    holds: await tx
      .select({
        offerId: h.offerId,
        from: sql<string>`lower(${h.during})`,
        to: sql<string>`upper(${h.during})`,
        unitDay: h.unitDay,
        conflict: h.conflict,
        takenAt: h.takenAt,
        releasedAt: h.releasedAt,
        releasedBecause: h.releasedBecause,
      })
      .from(h)
      .where(eq(h.accountId, accountId))
      .orderBy(asc(h.takenAt)),
    offerDetails: await tx
      .select({
        offerId: w.offerId,
        kind: w.kind,
        windowStart: w.windowStart,
        windowEnd: w.windowEnd,
        timeZone: w.timeZone,
        payCents: w.payCents,
        distanceMiles: w.distanceMiles,
        type: w.type,
        keptUntil: w.keptUntil,
      })
      .from(w)
      .where(eq(w.accountId, accountId))
      .orderBy(asc(w.windowStart)),
    attempts: await tx
      .select({
        offerId: i.offerId,
        by: i.by,
        kind: i.kind,
        requestedAt: i.requestedAt,
        requestExpiresAt: i.requestExpiresAt,
        withdrawBecause: i.withdrawBecause,
        state: i.state,
        createdAt: i.createdAt,
        seenUnassignedAt: i.seenUnassignedAt,
        promptedAt: i.promptedAt,
        settledAt: i.settledAt,
        outcome: i.outcome,
      })
      .from(i)
      .where(eq(i.accountId, accountId))
      .orderBy(asc(i.createdAt)),
    acceptances: await tx
      .select({
        id: a.id,
        connectionId: a.connectionId,
        platform: a.platform,
        attribution: a.attribution,
        confirmedAt: a.confirmedAt,
        confirmedHow: a.confirmedHow,
        windowStart: a.windowStart,
        windowEnd: a.windowEnd,
        timeZone: a.timeZone,
        movedAt: a.movedAt,
        conflict: a.conflict,
        endedAt: a.endedAt,
        endedBecause: a.endedBecause,
      })
      .from(a)
      .where(eq(a.accountId, accountId))
      .orderBy(asc(a.confirmedAt)),
    unitCounts: await tx
      .select({ span: n.span, starts: n.starts, taken: n.taken })
      .from(n)
      .where(eq(n.accountId, accountId))
      .orderBy(asc(n.span), asc(n.starts)),
  };
}

/** What was billed, as it is known here; of the card what is printed on a receipt; the rest of it is Stripe's. */
export async function exportBilling(tx: Tx, accountId: string) {
  const c = t.charges;
  const r = t.credits;
  const s = t.subscriptions;
  const i = t.invoices;
  const g = t.refunds;
  const f = t.finalInvoices;
  const [customer] = await tx
    .select({ customerId: t.stripeCustomers.customerId, createdAt: t.stripeCustomers.createdAt })
    .from(t.stripeCustomers)
    .where(eq(t.stripeCustomers.accountId, accountId));
  return {
    stripeCustomer: customer ?? null,
    subscriptions: await tx
      .select({
        id: s.id,
        status: s.status,
        periodStart: s.periodStart,
        periodEnd: s.periodEnd,
        cancelAtPeriodEnd: s.cancelAtPeriodEnd,
        creditCents: s.creditCents,
        startedAt: s.startedAt,
        endedAt: s.endedAt,
        cardBrand: s.cardBrand,
        cardLast4: s.cardLast4,
        cardExpires: s.cardExpires,
        readAt: s.readAt,
      })
      .from(s)
      .where(eq(s.accountId, accountId))
      .orderBy(asc(s.startedAt)),
    charges: await tx
      .select({
        acceptanceId: c.acceptanceId,
        amountCents: c.amountCents,
        currency: c.currency,
        description: c.description,
        state: c.state,
        createdAt: c.createdAt,
        postedAt: c.postedAt,
        stripeInvoiceItemId: c.stripeInvoiceItemId,
        stripeInvoiceId: c.stripeInvoiceId,
      })
      .from(c)
      .where(eq(c.accountId, accountId))
      .orderBy(asc(c.createdAt)),
    credits: await tx
      .select({ acceptanceId: r.acceptanceId, because: r.because, state: r.state, createdAt: r.createdAt, postedAt: r.postedAt })
      .from(r)
      .where(eq(r.accountId, accountId))
      .orderBy(asc(r.createdAt)),
    refunds: await tx
      .select({
        id: g.id,
        invoiceId: g.invoiceId,
        amountCents: g.amountCents,
        currency: g.currency,
        reason: g.reason,
        state: g.state,
        createdAt: g.createdAt,
        settledAt: g.settledAt,
        stripeCreditNoteId: g.stripeCreditNoteId,
      })
      .from(g)
      .where(eq(g.accountId, accountId))
      .orderBy(asc(g.createdAt)),
    finalInvoices: await tx
      .select({
        because: f.because,
        state: f.state,
        createdAt: f.createdAt,
        settledAt: f.settledAt,
        stripeInvoiceId: f.stripeInvoiceId,
        totalCents: f.totalCents,
      })
      .from(f)
      .where(eq(f.accountId, accountId))
      .orderBy(asc(f.createdAt)),
    invoices: await tx
      .select({
        id: i.id,
        number: i.number,
        status: i.status,
        totalCents: i.totalCents,
        currency: i.currency,
        lines: i.lines,
        issuedAt: i.issuedAt,
        paidAt: i.paidAt,
        amountPaidCents: i.amountPaidCents,
        givenBackCents: i.givenBackCents,
        remainingCents: i.remainingCents,
        attemptCount: i.attemptCount,
        nextAttemptAt: i.nextAttemptAt,
        pdfUrl: i.pdfUrl,
        hostedUrl: i.hostedUrl,
        firstReadAt: i.firstReadAt,
        readAt: i.readAt,
      })
      .from(i)
      .where(eq(i.accountId, accountId))
      .orderBy(asc(i.issuedAt)),
  };
}
