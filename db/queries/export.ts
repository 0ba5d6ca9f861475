import { asc, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import * as t from "@/db/schema";

/** The address whose invite an account has redeemed; null when its invite has been erased. */
async function invitedAs(tx: Tx, accountId: string): Promise<string | null> {
  const [row] = await tx.execute<{ email: string | null }>(sql`select lookup.invited_email(${accountId}) as email`);
  return row?.email ?? null;
}

/** The account itself: who it is, how it is logged in to, who was logged in. No secret, and no session's id, which stands for one. */
export async function exportAccount(tx: Tx, accountId: string) {
  const [account] = await tx
    .select({ id: t.accounts.id, email: t.accounts.email, state: t.accounts.state, role: t.accounts.role, createdAt: t.accounts.createdAt })
    .from(t.accounts)
    .where(eq(t.accounts.id, accountId));
  const [contact] = await tx
    .select({ name: t.contacts.name, phone: t.contacts.phone, confirmedAt: t.contacts.confirmedAt })
    .from(t.contacts)
    .where(eq(t.contacts.accountId, accountId));
  const [password] = await tx.select({ setAt: t.passwords.setAt }).from(t.passwords).where(eq(t.passwords.accountId, accountId));
  const { kind, name, createdAt, lastUsedAt } = t.factors;
  const f = t.factorResets;
  const s = t.sessions;
  const m = t.mailLinks;
  return {
    account: account && { ...account, invitedAs: await invitedAs(tx, accountId) },
    contact: contact ?? null,
    password: password ?? null,
    factors: await tx.select({ kind, name, createdAt, lastUsedAt }).from(t.factors).where(eq(t.factors.accountId, accountId)),
    recoveryCodes: await tx
      .select({ createdAt: t.recoveryCodes.createdAt, usedAt: t.recoveryCodes.usedAt })
      .from(t.recoveryCodes)
      .where(eq(t.recoveryCodes.accountId, accountId)),
    factorResets: await tx
      .select({ createdAt: f.createdAt, effectiveAt: f.effectiveAt, appliedAt: f.appliedAt, cancelledAt: f.cancelledAt })
      .from(f)
      .where(eq(f.accountId, accountId)),
    sessions: await tx
      .select({
        device: s.device,
        network: s.network,
        assurance: s.assurance,
        remembered: s.remembered,
        createdAt: s.createdAt,
        provedAt: s.provedAt,
        seenAt: s.seenAt,
        expiresAt: s.expiresAt,
        endedAt: s.endedAt,
        endedBecause: s.endedBecause,
      })
      .from(s)
      .where(eq(s.accountId, accountId))
      .orderBy(asc(s.createdAt)),
    devices: await tx
      .select({ createdAt: t.devices.createdAt, seenAt: t.devices.seenAt })
      .from(t.devices)
      .where(eq(t.devices.accountId, accountId)),
    mailLinks: await tx
      .select({ kind: m.kind, email: m.email, createdAt: m.createdAt, expiresAt: m.expiresAt, usedAt: m.usedAt })
      .from(m)
      .where(eq(m.accountId, accountId))
      .orderBy(asc(m.createdAt)),
  };
}

/** What was agreed to, sent, asked for and written down about the account. */
export async function exportRecords(tx: Tx, accountId: string) {
  const c = t.consents;
  const o = t.outbox;
  const r = t.reports;
  const g = t.supportGrants;
  const l = t.accessLines;
  return {
    consents: await tx
      .select({ policyVersion: c.policyVersion, monthlyCents: c.monthlyCents, unitCents: c.unitCents, agreedAt: c.agreedAt })
      .from(c)
      .where(eq(c.accountId, accountId)),
    mails: await tx
      .select({ template: o.template, createdAt: o.createdAt, sentAt: o.sentAt, givenUpAt: o.givenUpAt })
      .from(o)
      .where(eq(o.accountId, accountId))
      .orderBy(asc(o.createdAt)),
    reports: await tx
      .select({ device: r.device, network: r.network, createdAt: r.createdAt, handledAt: r.handledAt })
      .from(r)
      .where(eq(r.accountId, accountId)),
    supportGrants: await tx
      .select({ createdAt: g.createdAt, expiresAt: g.expiresAt, revokedAt: g.revokedAt })
      .from(g)
      .where(eq(g.accountId, accountId)),
    requests: await tx
      .select({ kind: t.requests.kind, createdAt: t.requests.createdAt, takenAt: t.requests.takenAt })
      .from(t.requests)
      .where(eq(t.requests.accountId, accountId))
      .orderBy(asc(t.requests.createdAt)),
    accessLog: await tx
      .select({ at: l.at, actor: l.actor, act: l.act, object: l.object, reason: l.reason, facts: l.facts })
      .from(l)
      .where(eq(l.subject, accountId))
      .orderBy(asc(l.at), asc(l.id)),
  };
}

/** Hours, rules and connections; of a sealed login only that there is one, and since when. */
export async function exportWork(tx: Tx, accountId: string) {
  const [schedule] = await tx
    .select({ timeZone: t.schedules.timeZone, changedAt: t.schedules.changedAt })
    .from(t.schedules)
    .where(eq(t.schedules.accountId, accountId));
  const w = t.weeklyHours;
  const u = t.rules;
  const c = t.connections;
  const a = t.activity;
  const [rules] = await tx
    .select({
      minimumPayCents: u.minimumPayCents,
      maximumDistanceMiles: u.maximumDistanceMiles,
      unitsPerMonth: u.unitsPerMonth,
      changedAt: u.changedAt,
    })
    .from(u)
    .where(eq(u.accountId, accountId));
  return {
    schedule: schedule ?? null,
    weeklyHours: await tx
      .select({ weekday: w.weekday, startMinute: w.startMinute, endMinute: w.endMinute })
      .from(w)
      .where(eq(w.accountId, accountId))
      .orderBy(asc(w.weekday), asc(w.startMinute)),
    rules: rules ?? null,
    connections: await tx
      .select({
        id: c.id,
        platform: c.platform,
        state: c.state,
        mode: c.mode,
        createdAt: c.createdAt,
        verifiedAt: c.verifiedAt,
        lastPollAt: c.lastPollAt,
        unlinkedAt: c.unlinkedAt,
        credentialVersion: t.credentials.version,
        credentialSealedAt: t.credentials.sealedAt,
      })
      .from(c)
      .leftJoin(t.credentials, eq(t.credentials.connectionId, c.id))
      .where(eq(c.accountId, accountId))
      .orderBy(asc(c.createdAt)),
    activity: await tx
      .select({ at: a.at, connectionId: a.connectionId, kind: a.kind, facts: a.facts })
      .from(a)
      .where(eq(a.accountId, accountId))
      .orderBy(asc(a.at)),
  };
}

/** Offers and what became of them. Of an order's platform id only a keyed hash is stored, which tells nobody anything. */
export async function exportOrders(tx: Tx, accountId: string) {
  const o = t.offers;
  const d = t.decisions;
  const h = t.holds;
  const i = t.intents;
  const a = t.acceptances;
  const n = t.unitCounts;
  return {
    offers: await tx
      .select({ id: o.id, connectionId: o.connectionId, state: o.state, seenAt: o.seenAt, settledAt: o.settledAt })
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
        unitMonth: h.unitMonth,
        takenAt: h.takenAt,
        releasedAt: h.releasedAt,
        releasedBecause: h.releasedBecause,
      })
      .from(h)
      .where(eq(h.accountId, accountId))
      .orderBy(asc(h.takenAt)),
    attempts: await tx
      .select({
        offerId: i.offerId,
        state: i.state,
        createdAt: i.createdAt,
        seenUnassignedAt: i.seenUnassignedAt,
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
      })
      .from(a)
      .where(eq(a.accountId, accountId))
      .orderBy(asc(a.confirmedAt)),
    unitCounts: await tx.select({ month: n.month, taken: n.taken }).from(n).where(eq(n.accountId, accountId)).orderBy(asc(n.month)),
  };
}

/** What was billed, as it is known here; the card and the invoices' documents are Stripe's. */
export async function exportBilling(tx: Tx, accountId: string) {
  const c = t.charges;
  const s = t.subscriptions;
  const i = t.invoices;
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
        startedAt: s.startedAt,
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
        readAt: i.readAt,
      })
      .from(i)
      .where(eq(i.accountId, accountId))
      .orderBy(asc(i.issuedAt)),
  };
}
