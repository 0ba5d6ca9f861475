import type { Sql } from "postgres";
import type { Span } from "@/db/queries/holds";
import { capsOf } from "@/lib/orders/unit-spans";

/** Something that can never be, as the database shows it. `offerId`: whose history explains it, where there is one. */
export interface Broken {
  rule: string;
  offerId: string | null;
  facts: Record<string, unknown>;
}

/** Each finds rows that must not be there; `offerId` names the offer that is concerned. */
const rules: Record<string, (sql: Sql) => Promise<Record<string, unknown>[]>> = {
  "two unreleased holds of a member overlap": (sql) => sql`
    select a.offer_id as "offerId", a.during::text, b.offer_id as other, b.during::text as "otherDuring" from holds a
    join holds b on b.account_id = a.account_id and b.id > a.id and b.during && a.during
    where a.released_at is null and b.released_at is null and not a.conflict and not b.conflict`,
  "a hold does not take its work's time with the margins": (sql) => sql`
    select h.offer_id as "offerId", h.during::text, coalesce(a.window_start, i.window_start) as start from holds h
    join intents i on i.hold_id = h.id left join acceptances a on a.intent_id = i.id join schedules s on s.account_id = h.account_id
    where h.released_at is null and h.during <> tstzrange(
      coalesce(a.window_start, i.window_start) - s.before_minutes * interval '1 minute',
      coalesce(a.window_end, i.window_end) + s.after_minutes * interval '1 minute')`,
  "a count of units is not that of the holds and charges that take them": (sql) => sql`
    select null as "offerId", account_id, span, starts::text, taken, found from (
      select h.account_id, span, date_trunc(span, h.unit_day::timestamp)::date as starts, count(*)::int as found from holds h
      join intents i on i.hold_id = h.id left join acceptances a on a.intent_id = i.id
      left join charges on charges.acceptance_id = a.id left join credits on credits.acceptance_id = a.id,
      unnest(array['day', 'week', 'month']) as span
      where i.settled_at is null or (charges.acceptance_id is not null and credits.acceptance_id is null)
      group by 1, 2, 3) as held
    full join unit_counts using (account_id, span, starts) where coalesce(taken, 0) <> coalesce(found, 0)`,
  "an acceptance through this service has no charge, or another has one": (sql) => sql`
    select i.offer_id as "offerId", a.id, a.attribution from acceptances a join intents i on i.id = a.intent_id
    left join charges c on c.acceptance_id = a.id where (a.attribution = 'service') <> (c.acceptance_id is not null)`,
  "a credit is not that of work which its buyer cancelled before it began": (sql) => sql`
    select i.offer_id as "offerId", a.id, a.ended_because from acceptances a join intents i on i.id = a.intent_id
    left join charges on charges.acceptance_id = a.id left join credits c on c.acceptance_id = a.id
    where (c.acceptance_id is not null)
      <> (charges.acceptance_id is not null and a.ended_because is not distinct from 'cancelled' and a.ended_at < a.window_start + interval '30 minutes')`,
  "an intent and its hold disagree": (sql) => sql`
    select i.offer_id as "offerId", i.state, i.outcome, h.released_because from intents i join holds h on h.id = i.hold_id
    left join acceptances a on a.intent_id = i.id
    where (i.state = 'confirmed') <> (a.id is not null)
      or (h.released_at is not null) <> (i.state = 'lost' or (a.id is not null and a.ended_at is not null))`,
  "an offer and its intent disagree": (sql) => sql`
    select o.id as "offerId", o.state, i.state as intent, a.ended_because from offers o
    left join intents i on i.offer_id = o.id left join acceptances a on a.intent_id = i.id
    where case
      when i.id is null then o.state in ('accepting', 'requested', 'accepted', 'lost', 'cancelled')
      when i.state in ('intended', 'calling') then o.state <> 'accepting'
      when i.state = 'requested' then o.state <> 'requested'
      when i.state = 'lost' then o.state <> 'lost'
      else o.state <> (case when a.ended_at is null then 'accepted' else 'cancelled' end) end`,
  "an offer has more than one intent": (sql) => sql`
    select offer_id as "offerId", count(*)::int from intents group by offer_id having count(*) > 1`,
  "an open intent has no time at which it is due": (sql) => sql`
    select offer_id as "offerId", state, next_attempt_at from intents
    where settled_at is null and (next_attempt_at is null or next_attempt_at > ${new Date(Date.now() + 86_400_000).toISOString()})`,
  "an acceptance was not mailed once": (sql) => sql`
    select null as "offerId", account_id, mailed, accepted from
      (select account_id, count(*)::int as mailed from outbox where template = 'accepted' group by 1) as mails
      full join (select account_id, count(*)::int as accepted from acceptances group by 1) as made using (account_id)
    where coalesce(mailed, 0) <> coalesce(accepted, 0)`,
};

/** Has the database note, from now on, the highest that each count of units ever stood at when a transaction committed. */
export async function notePeaks(sql: Sql): Promise<void> {
  await sql`create table proof_peaks (account_id uuid, span text, starts date, peak int, primary key (account_id, span, starts))`;
  await sql.unsafe(`create function proof_note_peak() returns trigger language plpgsql security definer as $$ begin
      insert into public.proof_peaks values (new.account_id, new.span, new.starts, new.taken)
      on conflict (account_id, span, starts) do update set peak = greatest(proof_peaks.peak, excluded.peak);
      return null; end $$`);
  await sql`create trigger proof_peaks after insert or update on unit_counts for each row execute function proof_note_peak()`;
}

interface Peak {
  accountId: string;
  span: Span;
  starts: string;
  peak: number;
  unitsPerDay: number | null;
  unitsPerWeek: number | null;
  unitsPerMonth: number;
  spendCapCents: number | null;
}

/** Caps that were passed at any time since `notePeaks`, by the rules as they stand. */
async function passedCaps(sql: Sql): Promise<Broken[]> {
  const peaks = await sql<Peak[]>`
    select p.account_id as "accountId", span, starts::text, peak, units_per_day as "unitsPerDay", units_per_week as "unitsPerWeek",
      units_per_month as "unitsPerMonth", spend_cap_cents as "spendCapCents" from proof_peaks p join rules using (account_id)`;
  return peaks
    .filter((peak) => peak.peak > (capsOf(peak)[peak.span] ?? Number.POSITIVE_INFINITY))
    .map((peak) => ({ rule: `the cap of a ${peak.span} was passed`, offerId: null, facts: { ...peak } }));
}

/**
 * What is in the database and can never be, whatever befell anybody and in whatever order: at every moment, not only when all has
 * settled. Needs `notePeaks` before the first unit is taken, and the superuser's eyes.
 */
export async function brokenInvariants(sql: Sql): Promise<Broken[]> {
  const found: Broken[] = [];
  for (const [rule, find] of Object.entries(rules)) {
    for (const { offerId, ...facts } of await find(sql)) found.push({ rule, offerId: (offerId as string | null) ?? null, facts });
  }
  return [...found, ...(await passedCaps(sql))];
}
