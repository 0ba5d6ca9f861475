import { asc, eq, getTableColumns, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { exportCalendars } from "@/db/queries/export-calendars";
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
  const p = t.policyNotices;
  const r = t.reports;
  const b = t.blocks;
  const n = t.anomalies;
  const g = t.supportGrants;
  const l = t.accessLines;
  const d = t.noticeDigests;
  const [noticeSettings] = await tx.select(noticeColumns).from(t.noticeSettings).where(eq(t.noticeSettings.accountId, accountId));
  return {
    consents: await tx
      .select({ policyVersion: c.policyVersion, monthlyCents: c.monthlyCents, unitCents: c.unitCents, agreedAt: c.agreedAt })
      .from(c)
      .where(eq(c.accountId, accountId)),
    policyNotices: await tx
      .select({ policyVersion: p.policyVersion, kind: p.kind, toldAt: p.toldAt })
      .from(p)
      .where(eq(p.accountId, accountId))
      .orderBy(asc(p.toldAt)),
    mails: await tx
      .select({ template: o.template, createdAt: o.createdAt, sentAt: o.sentAt, givenUpAt: o.givenUpAt, digestAt: o.digestAt })
      .from(o)
      .where(eq(o.accountId, accountId))
      .orderBy(asc(o.createdAt)),
    noticeSettings: noticeSettings ?? null,
    noticeDigests: await tx.select({ day: d.day, madeAt: d.madeAt }).from(d).where(eq(d.accountId, accountId)).orderBy(asc(d.day)),
    reports: await tx
      .select({ device: r.device, network: r.network, createdAt: r.createdAt, handledAt: r.handledAt })
      .from(r)
      .where(eq(r.accountId, accountId)),
    blocks: await tx
      .select({ reason: b.reason, createdAt: b.createdAt, until: b.until, liftedAt: b.liftedAt })
      .from(b)
      .where(eq(b.accountId, accountId)),
    anomalies: await tx
      .select({ rule: n.rule, networks: n.networks, firstAt: n.firstAt, lastAt: n.lastAt, state: n.state, closedAt: n.closedAt })
      .from(n)
      .where(eq(n.accountId, accountId)),
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
      .select({ id: l.id, at: l.at, actor: l.actor, act: l.act, object: l.object, reason: l.reason, facts: l.facts, personal: l.personal })
      .from(l)
      .where(eq(l.subject, accountId))
      .orderBy(asc(l.at), asc(l.id)),
  };
}

const { accountId: _account, ...noticeColumns } = getTableColumns(t.noticeSettings);
const { accountId: _, ...ruleColumns } = getTableColumns(t.rules);

/** Hours, rules and connections; of a sealed login only that there is one, and since when. */
export async function exportWork(tx: Tx, accountId: string) {
  const [schedule] = await tx
    .select({
      timeZone: t.schedules.timeZone,
      beforeMinutes: t.schedules.beforeMinutes,
      afterMinutes: t.schedules.afterMinutes,
      changedAt: t.schedules.changedAt,
    })
    .from(t.schedules)
    .where(eq(t.schedules.accountId, accountId));
  const w = t.weeklyHours;
  const u = t.rules;
  const c = t.connections;
  const a = t.activity;
  const [rules] = await tx.select(ruleColumns).from(u).where(eq(u.accountId, accountId));
  const [pause] = await tx.select({ since: t.pauses.since, until: t.pauses.until }).from(t.pauses).where(eq(t.pauses.accountId, accountId));
  return {
    schedule: schedule ?? null,
    weeklyHours: await tx
      .select({ weekday: w.weekday, startMinute: w.startMinute, endMinute: w.endMinute })
      .from(w)
      .where(eq(w.accountId, accountId))
      .orderBy(asc(w.weekday), asc(w.startMinute)),
    dateOverrides: await tx
      .select({ date: t.dateOverrides.date, stretches: t.dateOverrides.stretches })
      .from(t.dateOverrides)
      .where(eq(t.dateOverrides.accountId, accountId))
      .orderBy(asc(t.dateOverrides.date)),
    timeOff: await tx
      .select({ firstDate: t.timeOff.firstDate, lastDate: t.timeOff.lastDate })
      .from(t.timeOff)
      .where(eq(t.timeOff.accountId, accountId))
      .orderBy(asc(t.timeOff.firstDate)),
    ...(await exportCalendars(tx, accountId)),
    rules: rules ?? null,
    pause: pause ?? null,
    connections: await tx
      .select({
        id: c.id,
        platform: c.platform,
        state: c.state,
        mode: c.mode,
        platformUserId: c.platformUserId,
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
      .select({ at: a.at, connectionId: a.connectionId, offerId: a.offerId, kind: a.kind, facts: a.facts })
      .from(a)
      .where(eq(a.accountId, accountId))
      .orderBy(asc(a.at)),
  };
}
