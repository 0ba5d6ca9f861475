import { and, eq, inArray, isNull, lte, ne, notInArray, or, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Tx } from "@/db/client";
import {
  acceptances,
  accessKeys,
  accounts,
  activity,
  affectedMembers,
  anomalies,
  blocks,
  busyFeeds,
  busyTimes,
  calendars,
  charges,
  connections,
  consents,
  contacts,
  credentials,
  dateOverrides,
  decisions,
  devices,
  factorResets,
  holds,
  incidentDeliveries,
  intents,
  inviteAsks,
  invites,
  mailLinks,
  noticeDigests,
  noticeSettings,
  offerDetails,
  offers,
  outbox,
  pauses,
  policyNotices,
  publicReports,
  reports,
  requests,
  rules,
  schedules,
  sessions,
  supportGrants,
  timeOff,
  unitCounts,
  weeklyHours,
} from "@/db/schema";

/** The address of an erased account: unique, and nobody's (RFC 2606). */
export const erasedEmail = (accountId: string) => `erased-${accountId}@erased.invalid`;

/** The addresses by which an account's holder is known here: the present one, earlier ones, the one that was invited. */
export async function addressesOf(tx: Tx, accountId: string): Promise<string[]> {
  const rows = await tx.execute<{ email: string }>(sql`
    select email from ${accounts} where id = ${accountId}
    union select email from ${mailLinks} where account_id = ${accountId} and kind = 'undo-email'
    union select email from ${invites} where redeemed_by = ${accountId}`);
  return rows.map(({ email }) => email);
}

/** Invites and asks for one of these addresses, as far as they are older than the wish to be forgotten: later ones are a new beginning. A report made with one keeps its text alone. */
export async function eraseInvites(tx: Tx, accountId: string, addresses: string[], askedAt: Date): Promise<void> {
  const unredeemed = and(inArray(invites.email, addresses), isNull(invites.redeemedBy), lte(invites.createdAt, askedAt));
  await tx.delete(invites).where(or(eq(invites.redeemedBy, accountId), unredeemed));
  await tx.update(publicReports).set({ contact: null }).where(inArray(publicReports.contact, addresses));
  await tx.delete(inviteAsks).where(and(inArray(inviteAsks.email, addresses), lte(inviteAsks.createdAt, askedAt)));
}

/** The rows that a charge rests on. */
async function keptBy(tx: Tx, accountId: string) {
  const rows = await tx
    .select({
      acceptance: acceptances.id,
      intent: intents.id,
      hold: intents.holdId,
      offer: intents.offerId,
      connection: intents.connectionId,
    })
    .from(charges)
    .innerJoin(acceptances, eq(acceptances.id, charges.acceptanceId))
    .innerJoin(intents, eq(intents.id, acceptances.intentId))
    .where(eq(charges.accountId, accountId));
  const all = (name: "acceptance" | "intent" | "hold" | "offer" | "connection") => rows.map((row) => row[name]);
  return {
    acceptances: all("acceptance"),
    intents: all("intent"),
    holds: all("hold"),
    offers: all("offer"),
    connections: all("connection"),
  };
}

/**
 * Deletes an account's orders and connections, but for the rows that a charge rests on: from those it takes out which order it was and
 * when the work is done, so that what is left is the platform, and when it was confirmed.
 */
export async function eraseOrders(tx: Tx, accountId: string, at: Date): Promise<void> {
  const kept = await keptBy(tx, accountId);
  const rest = (table: PgTable, of: PgColumn, id: PgColumn, ids: string[]) =>
    tx.delete(table).where(and(eq(of, accountId), ids.length > 0 ? notInArray(id, ids) : undefined));
  await tx.delete(decisions).where(eq(decisions.accountId, accountId));
  await tx.delete(offerDetails).where(eq(offerDetails.accountId, accountId));
  await rest(acceptances, acceptances.accountId, acceptances.id, kept.acceptances);
  await rest(intents, intents.accountId, intents.id, kept.intents);
  await rest(holds, holds.accountId, holds.id, kept.holds);
  await rest(offers, offers.accountId, offers.id, kept.offers);
  await tx.delete(credentials).where(eq(credentials.accountId, accountId));
  await rest(connections, connections.accountId, connections.id, kept.connections);

  const { confirmedAt } = acceptances;
  const noOrder = (id: PgColumn) => sql`'erased:' || ${id}`;
  await tx
    .update(acceptances)
    .set({
      externalHash: noOrder(acceptances.id),
      externalCipher: null,
      windowStart: sql`${confirmedAt}`,
      windowEnd: sql`${confirmedAt}`,
      timeZone: "UTC",
      nextLookAt: null,
    })
    .where(eq(acceptances.accountId, accountId));
  await tx
    .update(intents)
    .set({
      externalCipher: "",
      windowStart: sql`${intents.createdAt}`,
      windowEnd: sql`${intents.createdAt}`,
      timeZone: "UTC",
    })
    .where(eq(intents.accountId, accountId));
  await tx
    .update(holds)
    .set({
      during: sql`tstzrange(${holds.takenAt}, ${holds.takenAt} + interval '1 second')`,
      releasedAt: sql`coalesce(${holds.releasedAt}, ${at.toISOString()}::timestamptz)`,
      releasedBecause: "erased",
    })
    .where(eq(holds.accountId, accountId));
  await tx
    .update(offers)
    .set({ externalHash: noOrder(offers.id) })
    .where(eq(offers.accountId, accountId));
}

/** What belongs to an account and bears no bill, in an order in which nothing is deleted that a row still points at. */
const personal: [PgTable, PgColumn][] = [
  [activity, activity.accountId],
  [unitCounts, unitCounts.accountId],
  [rules, rules.accountId],
  [pauses, pauses.accountId],
  [weeklyHours, weeklyHours.accountId],
  [dateOverrides, dateOverrides.accountId],
  [timeOff, timeOff.accountId],
  [busyTimes, busyTimes.accountId],
  [calendars, calendars.accountId],
  [busyFeeds, busyFeeds.accountId],
  [schedules, schedules.accountId],
  [consents, consents.accountId],
  [policyNotices, policyNotices.accountId],
  [contacts, contacts.accountId],
  [noticeSettings, noticeSettings.accountId],
  [noticeDigests, noticeDigests.accountId],
  [supportGrants, supportGrants.accountId],
  [reports, reports.accountId],
  [blocks, blocks.accountId],
  [affectedMembers, affectedMembers.accountId],
  [incidentDeliveries, incidentDeliveries.accountId],
  [anomalies, anomalies.accountId],
  [factorResets, factorResets.accountId],
  [mailLinks, mailLinks.accountId],
  [sessions, sessions.accountId],
  [devices, devices.accountId],
  [outbox, outbox.accountId],
  [accessKeys, accessKeys.accountId],
];

/** Deletes an account's personal rows, and gives the account an address that names nobody. The request for it stays. */
export async function erasePersonal(tx: Tx, accountId: string): Promise<void> {
  for (const [table, of] of personal) await tx.delete(table).where(eq(of, accountId));
  await tx.delete(requests).where(and(eq(requests.accountId, accountId), ne(requests.kind, "erase-account")));
  await tx
    .update(accounts)
    .set({ email: erasedEmail(accountId) })
    .where(and(eq(accounts.id, accountId), eq(accounts.state, "erased")));
}

/** The erasure is done, and the request for it with it. */
export async function forgetErasure(tx: Tx, accountId: string): Promise<void> {
  await tx.delete(requests).where(and(eq(requests.accountId, accountId), eq(requests.kind, "erase-account")));
}
