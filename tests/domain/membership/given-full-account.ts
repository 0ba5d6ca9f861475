import { randomBytes } from "node:crypto";
import { transaction } from "@/db/client";
import { keepAccessKey } from "@/db/queries/access-keys";
import { replaceBusyTimes } from "@/db/queries/busy-times";
import {
  contacts,
  devices,
  factorResets,
  factors,
  noticeDigests,
  noticeSettings,
  passkeys,
  recoveryCodes,
  reports,
  supportGrants,
  totpSecrets,
} from "@/db/schema";
import { askForEmailChange } from "@/lib/accounts/ask-for-email-change";
import { askForInvite } from "@/lib/accounts/ask-for-invite";
import { confirmEmail } from "@/lib/accounts/confirm-email";
import { logIn } from "@/lib/accounts/log-in";
import { readSession, type Session } from "@/lib/accounts/read-session";
import { hourMs, later, now } from "@/lib/base/clock";
import { postCharge } from "@/lib/billing/post-charge";
import { setMode } from "@/lib/connections/set-mode";
import { pause } from "@/lib/orders/pause";
import { pollConnection } from "@/lib/orders/poll-connection";
import { pursueIntent } from "@/lib/orders/pursue-intent";
import { openRules, saveRules } from "@/lib/orders/save-rules";
import { makeBusyFeed } from "@/lib/schedule/busy-feed";
import { addCalendar } from "@/lib/schedule/change-calendars";
import { saveOverride, saveTimeOff } from "@/lib/schedule/save-exceptions";
import type { givenOutside } from "@/tests/domain/orders/given-ready";
import { givenReady, putUp } from "@/tests/domain/orders/given-ready";
import { mailedToken } from "@/tests/support/mail-links";
import { goodPassword, newClient, newEmail } from "@/tests/support/members";

export type FullAccount = { accountId: string; connectionId: string; session: Session; email: string; personal: string[] };

/**
 * A member of whom every table that can hold something holds something: an accepted and billed order and one that was skipped, a plan,
 * a changed address, factors, contact details, a report, leave for support. `personal` are the texts that name the person.
 */
export async function givenFullAccount({ outside, database }: Awaited<ReturnType<typeof givenOutside>>): Promise<FullAccount> {
  const { accountId, connectionId, userId } = await givenReady(outside);
  const [{ email: first } = { email: "" }] = await database<{ email: string }[]>`select email from accounts where id = ${accountId}`;
  await putUp(outside, userId, 1);
  await putUp(outside, userId, 2, { payCents: 500 });
  await database`update connections set next_poll_at = now() - interval '1 second' where id = ${connectionId}`;
  await pollConnection(connectionId);
  for (const { id } of await database<{ id: string }[]>`select id from intents where account_id = ${accountId}`) await pursueIntent(id);
  for (const { id } of await database<{ id: string }[]>`select acceptance_id as id from charges where account_id = ${accountId}`)
    await postCharge(id);
  await setMode(accountId, connectionId, "off");
  await pause(accountId, null);
  const floors = [{ withinHours: 4, minimumPayCents: 1 }];
  const words = { types: ["Point of Sale"], includeWords: ["till"], excludeWords: ["ladder"] };
  const least = { minimumPayCents: 1, maximumDistanceMiles: 1, unitsPerMonth: 1 };
  await saveRules(accountId, { ...openRules, ...least, ...words, leadTimeFloors: floors, preferredDays: [1], blockedDays: [7] });
  await saveOverride(accountId, { date: "2030-12-24", stretches: [{ startMinute: 540, endMinute: 720 }] });
  await saveTimeOff(accountId, { firstDate: "2030-12-30", lastDate: "2031-01-02" });
  await addCalendar(accountId, { address: "https://calendar.example.org/a.ics", name: "Family" });
  const [calendar] = await database<{ id: string }[]>`select id from calendars where account_id = ${accountId}`;
  const busy = [{ start: now(), end: later(now(), hourMs) }];
  await transaction({ kind: "system", job: "test" }, (tx) => replaceBusyTimes(tx, { accountId, calendarId: calendar?.id ?? "" }, busy));
  await makeBusyFeed(accountId);
  await database`insert into credits (acceptance_id, account_id, because, next_attempt_at)
    select acceptance_id, account_id, 'cancelled_by_buyer', now() from charges where account_id = ${accountId}`;

  await database`insert into interim_invoices (id, account_id, next_attempt_at) values (gen_random_uuid(), ${accountId}, now())`;
  await database`with run as (insert into reconcile_runs (id, asked_by, finished_at) values (gen_random_uuid(), 'system:test', now()) returning id)
    insert into differences (id, key, kind, account_id, ours, theirs, amount_cents, repair, found_at, seen_run_id)
    select gen_random_uuid(), ${accountId}, 'two_items', ${accountId}, 'a charge', 'ii_2 of $25.00', 2500, 'credit_item', now(), id from run`;
  await database`insert into refunds (id, account_id, invoice_id, line_id, amount_cents, currency, unused_cents, reason, asked_by, state,
      settled_at, stripe_credit_note_id)
    select gen_random_uuid(), account_id, id, 'il_1', 100, 'usd', 500, 'goodwill', 'host:test', 'posted', now(), 'cn_' || id
    from invoices where account_id = ${accountId}`;
  await database`insert into final_invoices (id, account_id, because, state, settled_at)
    values (gen_random_uuid(), ${accountId}, 'plan_ended', 'settled', now())`;

  await database`with i as (insert into incidents (id, kind, severity, source, drill, discovered_at, opened_by)
      values (gen_random_uuid(), 'attack', 'low', ${`staff:${accountId}`}, false, now(), 'system:test') returning id),
    f as (insert into affected_findings (id, incident_id, criteria, asked_by) select gen_random_uuid(), id, '{}', 'system:test' from i returning *),
    m as (insert into affected_members (finding_id, account_id, lines, openings) select id, ${accountId}, 2, 1 from f),
    n as (insert into incident_notices (id, incident_id, finding_id, template, facts, drill, state, written_by, reviewed_by, sent_at)
      select gen_random_uuid(), incident_id, id, 'accessed', '{}', false, 'sent', 'staff:a', 'staff:b', now() from f returning *)
    insert into incident_deliveries (notice_id, account_id, queued_at) select id, ${accountId}, now() from n`;

  const from = newClient();
  const { sessionId } = await logIn({ email: first, password: goodPassword }, from);
  const sessionNow = async () => {
    const session = await readSession(sessionId, { activity: false });
    if (!session) throw new Error("the session has ended");
    return session;
  };
  const email = newEmail();
  await askForEmailChange(await sessionNow(), email, from);
  await confirmEmail(await mailedToken(accountId, "email-confirm"), await sessionNow());
  await askForInvite(first, newClient());

  const own = accountId.slice(-12);
  const [name, phone, network] = [
    `Ada ${own}`,
    `+1 312 ${Number.parseInt(own.slice(-6), 16)}`,
    `2001:db8:${own.slice(0, 4)}:${own.slice(4, 8)}::/64`,
  ];
  await transaction({ kind: "member", accountId }, async (tx) => {
    await tx.insert(contacts).values({ accountId, name, phone, confirmedAt: now() });
    await keepAccessKey(tx, accountId, randomBytes(32));
    await tx.insert(noticeSettings).values({ accountId, changedAt: now() });
    await tx.insert(devices).values({ accountId, secretHash: "hash", seenAt: now() });
    await tx.insert(recoveryCodes).values({ accountId, hash: "hash" });
    await tx.insert(supportGrants).values({ accountId, expiresAt: now() });
    await tx.insert(reports).values({ accountId, device: "Firefox on Linux", network });
    for (const kind of ["totp", "passkey"] as const) {
      const [factor] = await tx
        .insert(factors)
        .values({ accountId, kind, name: `${name}'s phone` })
        .returning();
      const of = { factorId: factor?.id ?? "", accountId };
      if (kind === "totp") await tx.insert(totpSecrets).values({ ...of, sealed: Buffer.from("sealed"), lastStep: 0 });
      else {
        const key = { credentialId: `key-${accountId}`, publicKey: Buffer.from("key"), counter: 0, transports: [], backedUp: false };
        await tx.insert(passkeys).values({ ...of, ...key });
      }
    }
  });
  await transaction({ kind: "host", command: "test" }, (tx) => tx.insert(factorResets).values({ accountId }));
  await database`insert into anomalies (id, rule, key, account_id, measured, networks, first_at, last_at)
    values (gen_random_uuid(), 'used-from-many-networks', ${accountId}, ${accountId}, '{}', array['10.0.0.1'], now(), now())`;
  await database`insert into blocks (id, account_id, reason, made_by, created_at, until, lifted_at, lifted_by)
    values (gen_random_uuid(), ${accountId}, 'taken_over', 'host:test', now() - interval '1 hour', now(), now(), 'host:test')`;
  await transaction({ kind: "system", job: "test" }, (tx) =>
    tx.insert(noticeDigests).values({ accountId, day: "2026-01-31", madeAt: now() }),
  );
  await database`insert into policy_notices values (${accountId}, '2026-03-04', 'in_force', now())`;
  return { accountId, connectionId, session: await sessionNow(), email, personal: [first, email, name, phone, network] };
}
