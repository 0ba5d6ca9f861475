import type postgres from "postgres";
import { vi } from "vitest";
import { transaction } from "@/db/client";
import { dueCharges } from "@/db/queries/charges";
import { dueCredits } from "@/db/queries/credits";
import { dueFinalInvoices } from "@/db/queries/final-invoices";
import { dueRefunds } from "@/db/queries/refunds";
import { dayMs, later, now } from "@/lib/base/clock";
import { newId } from "@/lib/base/ids";
import { addCharge } from "@/lib/billing/add-charge";
import { addCredit } from "@/lib/billing/add-credit";
import { askRefund } from "@/lib/billing/ask-refund";
import { drawFinalInvoice } from "@/lib/billing/final-invoice";
import { planOf } from "@/lib/billing/plan";
import { postCharge } from "@/lib/billing/post-charge";
import { postCredit } from "@/lib/billing/post-credit";
import { postRefund } from "@/lib/billing/post-refund";
import { refundableOf } from "@/lib/billing/refundable";
import { startCheckout } from "@/lib/billing/start-checkout";
import { sweepCustomers } from "@/lib/billing/sweep-customers";
import { eraseAccount } from "@/lib/membership/erase-account";
import { requestErasure } from "@/lib/membership/request-erasure";
import { terminateMember } from "@/lib/membership/terminate-member";
import { saveSchedule } from "@/lib/schedule/save-schedule";
import { drawsFrom } from "@/scripts/prove/random";
import { cards, inPortal, pay, type TestStripe } from "@/tests/domain/billing/given-stripe";
import { stopsOf, type Zone, zones } from "@/tests/domain/billing/year/stops";
import { givenWebhooks } from "@/tests/domain/billing/year/webhooks";
import { givenAcceptance } from "@/tests/domain/support/given-acceptance";
import { givenMember, host } from "@/tests/support/members";

const worker = { kind: "system", job: "test" } as const;
const faults = ["error_500_before", "error_500_after_commit", "timeout_after_commit", "conflict_409", "rate_limited_429"];
/** The calls of each kind of job that may fail. */
const callsOf = {
  item: ["invoiceitems.create"],
  refund: ["credit_notes.create"],
  end: ["subscriptions.cancel", "invoices.create", "invoices.finalize", "invoices.pay"],
} as const;
const mostTries = 12;

interface Member {
  accountId: string;
  email: string;
  zone: Zone;
  /** Until when they only have work accepted, so that their month ends as it is meant to; null for no such time. */
  calmUntil: Date | null;
}

/**
 * A year of members, on one clock for Stripe's double and for us, in half months and about each change of the clocks where they live: they
 * subscribe, have work accepted and cancelled, let cards fail and mend them, cancel, resume, come back and have their accounts deleted; staff
 * refund and terminate; one job in a few meets a fault of a call to Stripe, and webhooks meet theirs all the time. In the end it grows
 * calm: what is due is done, and every customer is read once more, as it is each night.
 * @returns the accounts, who of them renews as the clocks change, and what has happened how often
 */
export async function simulateYear(stripe: TestStripe, database: postgres.Sql, { members, seed }: { members: number; seed: number }) {
  const draws = drawsFrom(seed);
  const webhooks = givenWebhooks(stripe, draws);
  const counts: Record<string, number> = {};
  const count = (what: string) => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  const everybody: Member[] = [];
  const over = new Set<Member>();

  async function join(zone: Zone, calmUntil: Date | null): Promise<Member> {
    const { accountId, email } = await givenMember();
    await saveSchedule(accountId, { timeZone: zone, hours: [] });
    const member = { accountId, email, zone, calmUntil };
    everybody.push(member);
    return member;
  }

  async function moveTo(at: Date): Promise<void> {
    vi.setSystemTime(at);
    await stripe.control("POST", "/__clock", { to: at.toISOString() });
  }

  /** A job of the worker, again until it is done: what fails is due again. */
  async function untilDone(kind: keyof typeof callsOf, work: () => Promise<unknown>): Promise<void> {
    if (draws.chance(0.3)) {
      count("faults");
      const fault = draws.pick(faults);
      await stripe.control("POST", "/__faults", {
        target: "stripe",
        fault,
        on: draws.pick<string>(callsOf[kind]),
        delayMs: 20,
        retryAfterSeconds: 0,
      });
    }
    await work().catch(() => undefined);
  }

  async function workOff(): Promise<void> {
    for (let tries = 0; tries < mostTries; tries++) {
      const far = later(now(), 400 * dayMs);
      const due = await transaction(worker, async (tx) => ({
        charges: await dueCharges(tx, far, 1_000),
        credits: await dueCredits(tx, far, 1_000),
        refunds: await dueRefunds(tx, far, 1_000),
        last: await dueFinalInvoices(tx, far, 1_000),
      }));
      if (Object.values(due).every((ids) => ids.length === 0)) return;
      // What met no call is not kept for later, where it would only pile up.
      await stripe.control("DELETE", "/__faults");
      for (const id of due.charges) await untilDone("item", () => postCharge(id));
      for (const id of due.credits) await untilDone("item", () => postCredit(id));
      for (const id of due.refunds) await untilDone("refund", () => postRefund(id));
      for (const id of due.last) await untilDone("end", () => drawFinalInvoice(id));
    }
    throw new Error("something stays due");
  }

  /** What the nightly round does. */
  async function readEverybody(): Promise<void> {
    let step = await sweepCustomers(null);
    while (step.last !== null) step = await sweepCustomers(step.last);
  }

  async function accept(accountId: string): Promise<void> {
    const acceptanceId = await givenAcceptance(accountId);
    await transaction(worker, (tx) => addCharge(tx, { acceptanceId, accountId, platformName: "Field Nation" }));
    count("accepted");
  }

  async function cancelOrder(accountId: string): Promise<void> {
    const [charge] = await database<{ id: string }[]>`select acceptance_id as id from charges c where account_id = ${accountId}
      and not exists (select 1 from credits g where g.acceptance_id = c.acceptance_id) order by created_at, acceptance_id desc limit 1`;
    if (charge && (await transaction(worker, (tx) => addCredit(tx, { acceptanceId: charge.id, accountId })))) count("credited");
  }

  async function refund(accountId: string): Promise<void> {
    const of = await transaction(worker, (tx) => refundableOf(tx, accountId, now()));
    if (!of || of.mostCents === 0) return;
    const asked = { id: newId(), accountId, amountCents: draws.chance(0.4) ? of.mostCents : 1 + draws.below(of.mostCents) };
    for (let press = draws.chance(0.3) ? 2 : 1; press > 0; press--) await askRefund(host, { ...asked, reason: "goodwill" });
    count("refunds");
  }

  async function erase({ accountId, email }: Member): Promise<void> {
    await requestErasure({ accountId, email }, email);
    for (let tries = 0; tries < mostTries; tries++) {
      await untilDone("end", () => eraseAccount(accountId));
      if ((await database`select 1 from accounts where id = ${accountId} and email = ${email}`).length === 0) return count("erased");
    }
    throw new Error("an account is not erased");
  }

  async function subscribe({ accountId }: Member, card: string): Promise<void> {
    const opened = await startCheckout(accountId).catch(() => null);
    if (opened) await pay(opened.url, card);
    count("checkouts");
  }

  async function act(member: Member): Promise<void> {
    const { accountId, calmUntil } = member;
    const plan = await transaction(worker, (tx) => planOf(tx, accountId));
    if (plan.standing === "none" || plan.standing === "ended") {
      if (plan.standing === "ended" && draws.chance(0.4)) return;
      return await subscribe(member, draws.chance(0.25) ? cards.failsLater : cards.pays);
    }
    if (plan.active) for (let orders = draws.below(4); orders > 0; orders--) await accept(accountId);
    if (calmUntil !== null && calmUntil > now()) return;
    if (draws.chance(0.2)) await cancelOrder(accountId);
    if (draws.chance(0.15)) await refund(accountId);
    const change = draws.below(20);
    if (change === 0) await inPortal(accountId, { action: "cancel" });
    if (change === 1) await inPortal(accountId, { action: "resume" });
    if (change === 2) await inPortal(accountId, { action: "change_card", card_number: cards.failsLater });
    if (plan.standing !== "active" && draws.chance(0.7)) await inPortal(accountId, { action: "change_card", card_number: cards.pays });
    if (change < 3) count("portal");
    if (change === 3 && draws.chance(0.5)) {
      await terminateMember(host, accountId, "asked_on_host");
      over.add(member);
      count("terminated");
    }
    if (change === 4 && draws.chance(0.5)) {
      over.add(member);
      await erase(member);
    }
  }

  const inUse = zones.slice(0, members);
  for (let member = 0; member < members; member++) await join(zones[member % zones.length] ?? zones[0], null);
  for (const stop of stopsOf(now(), inUse, draws)) {
    await moveTo(stop.at);
    await webhooks.deliver();
    if (stop.what === "joins") await subscribe(await join(stop.zone, stop.calmUntil), cards.pays);
    else {
      count(stop.what);
      const here = everybody.filter((member) => !over.has(member) && (stop.what === "half_month" || member.zone === stop.zone));
      for (const member of here) await act(member);
    }
    await workOff();
    await webhooks.deliver();
  }
  await stripe.control("DELETE", "/__faults");
  await readEverybody();
  await workOff();
  await readEverybody();
  await stripe.control("DELETE", "/__faults");
  const accounts = everybody.map(({ accountId }) => accountId);
  const renewing = everybody.filter(({ calmUntil }) => calmUntil !== null);
  return { accounts, renewing, counts: { members: accounts.length, ...counts, ...webhooks.counts } };
}
