import { expect, test } from "vitest";
import { transaction } from "@/db/client";
import { recordAccess } from "@/lib/audit/record-access";
import { sequenceLines } from "@/lib/audit/sequence";
import { addCharge } from "@/lib/billing/add-charge";
import { addCredit } from "@/lib/billing/add-credit";
import { postCharge } from "@/lib/billing/post-charge";
import { postCredit } from "@/lib/billing/post-credit";
import { readBilling } from "@/lib/billing/read-billing";
import { readReceipt } from "@/lib/billing/read-receipt";
import { deliverEvents, givenStripe, subscribe } from "@/tests/domain/billing/given-stripe";
import { givenAcceptance, givenAcceptances } from "@/tests/domain/support/given-acceptance";
import { givenMember } from "@/tests/support/members";
import { asSuperuser } from "@/tests/support/superuser";

const stripe = await givenStripe();
const worker = { kind: "system", job: "test" } as const;

async function givenUnit(accountId: string): Promise<string> {
  const acceptanceId = await givenAcceptance(accountId);
  await transaction(worker, (tx) => addCharge(tx, { acceptanceId, accountId, platformName: "Field Nation" }));
  return acceptanceId;
}

async function renew(): Promise<void> {
  await stripe.control("POST", "/__clock", { advanceDays: 32 });
  await deliverEvents(stripe);
}

test("a unit that is posted after an invoice was drawn is said to be too late for it, and then on which one it is", async () => {
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId);
  const onTime = await givenUnit(accountId);
  await postCharge(onTime);
  const late = await givenUnit(accountId);
  expect(await readReceipt(accountId, late)).toMatchObject({ invoice: null, missed: null });
  await renew();
  const [missed] = (await readBilling(accountId)).invoices;
  expect(await readReceipt(accountId, onTime)).toMatchObject({ invoice: { id: missed?.id }, missed: null });
  expect(await readReceipt(accountId, late)).toMatchObject({ invoice: null, missed: { id: missed?.id } });
  await postCharge(late);
  await renew();
  const [bearing] = (await readBilling(accountId)).invoices;
  expect(await readReceipt(accountId, late)).toMatchObject({ invoice: { id: bearing?.id }, missed: { id: missed?.id } });
  // What is confirmed after an invoice has not missed it, whatever Stripe's clock says.
  expect(await readReceipt(accountId, await givenUnit(accountId))).toMatchObject({ invoice: null, missed: null });
});

test("a unit that is given back stands on the next invoice with a minus until an invoice bears it, and its receipt then names that one", async () => {
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId);
  const acceptanceId = await givenUnit(accountId);
  await postCharge(acceptanceId);
  await renew();
  await transaction(worker, (tx) => addCredit(tx, { acceptanceId, accountId }));
  await postCredit(acceptanceId);
  const lines = async () => (await readBilling(accountId)).next?.lines.map(({ what, amountCents }) => [what, amountCents]);
  expect(await lines()).toEqual([
    ["plan", 1_000],
    ["credit", -2_500],
  ]);
  await renew();
  expect(await lines()).toEqual([["plan", 1_000]]);
  const [invoice] = (await readBilling(accountId)).invoices;
  expect(await readReceipt(accountId, acceptanceId)).toMatchObject({ creditInvoice: { id: invoice?.id } });

  // Years later, when that invoice is not on the page any more.
  const database = asSuperuser();
  await database`
    insert into invoices (id, account_id, status, total_cents, currency, lines, issued_at, read_at)
    select 'in_later_' || n, ${accountId}, 'paid', 1000, 'usd', '[]', ${invoice?.issuedAt ?? new Date()}::timestamptz + n * interval '30 days', now()
    from generate_series(1, 30) as n`;
  await database.end();
  expect(await lines()).toEqual([["plan", 1_000]]);
});

test("a receipt shows the acceptance's place in the chain of the access log, to its member alone", async () => {
  const { accountId } = await givenMember();
  const acceptanceId = await givenUnit(accountId);
  const object = `acceptance:${acceptanceId}`;
  await transaction(worker, (tx) => recordAccess(tx, { act: "order.accept", object, subject: accountId, reason: "service" }));
  expect((await readReceipt(accountId, acceptanceId))?.logLine).toMatchObject({ link: null });
  await sequenceLines();
  const database = asSuperuser();
  const [row] = await database<{ sequence: string; hash: Buffer }[]>`
    select c.sequence, c.hash from access_chain c join access_lines l on l.id = c.line_id where l.object = ${object}`;
  const link = { sequence: Number(row?.sequence), hash: row?.hash.toString("hex") };
  expect((await readReceipt(accountId, acceptanceId))?.logLine).toMatchObject({ link });
  const stranger = await givenMember();
  const seen = await transaction({ kind: "member", accountId: stranger.accountId }, (tx) => tx.execute("select 1 from access_chain"));
  const own = await database`select 1 from access_lines where subject = ${stranger.accountId}`;
  expect(seen.length).toBeLessThanOrEqual(own.length);
  await database.end();
});

test("what is given back of an old unit is on the next invoice however many came after it", async () => {
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId);
  const acceptanceId = await givenUnit(accountId);
  await postCharge(acceptanceId);
  await renew();
  const database = asSuperuser();
  await givenAcceptances(accountId, 101);
  await database`
    insert into charges (acceptance_id, account_id, amount_cents, currency, description, state, next_attempt_at, stripe_invoice_item_id, stripe_invoice_id)
    select id, account_id, 2500, 'usd', 'x', 'posted', now(), 'ii_' || id, 'in_of_then' from acceptances
    where account_id = ${accountId} and id <> ${acceptanceId}`;
  await database.end();
  await transaction(worker, (tx) => addCredit(tx, { acceptanceId, accountId }));
  const { next, units } = await readBilling(accountId);
  expect([next?.totalCents, next?.lines.map(({ what }) => what), units.length]).toEqual([-1_500, ["plan", "credit"], 100]);
});
