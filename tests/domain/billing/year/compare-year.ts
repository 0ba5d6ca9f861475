import type postgres from "postgres";
import type Stripe from "stripe";
import { Temporal } from "temporal-polyfill";
import { readDifferences } from "@/lib/billing/read-books";
import type { TestStripe } from "@/tests/domain/billing/given-stripe";

type Rows = { id: string; amount: number; at_stripe: string | null; invoice: string | null }[];

/** Everything in which our books of some accounts and Stripe's differ, to the cent, by the service's own comparison and by one of this test's. */
export async function differencesOf({ client }: TestStripe, database: postgres.Sql, accounts: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const account of accounts) {
    const [customer] = await database<{ id: string }[]>`select customer_id as id from stripe_customers where account_id = ${account}`;
    if (!customer) continue;
    const of = { customer: customer.id, limit: 100 };
    const say = (what: string) => found.push(`${account}: ${what}`);

    for (const { key } of await readDifferences(account, customer.id)) say(`the service's own comparison finds ${key}`);
    const charges = await database<Rows>`select acceptance_id as id, amount_cents as amount, stripe_invoice_item_id as at_stripe,
      stripe_invoice_id as invoice from charges where account_id = ${account}`;
    const credits =
      await database<Rows>`select g.acceptance_id as id, -c.amount_cents as amount, g.stripe_invoice_item_id as at_stripe, null as invoice
      from credits g join charges c using (acceptance_id) where g.account_id = ${account}`;
    const acceptances = await database`select 1 from acceptances where account_id = ${account}`;
    if (acceptances.length !== charges.length) say(`${acceptances.length} acceptances and ${charges.length} charges`);
    const items = await client.invoiceItems.list(of).autoPagingToArray({ limit: 10_000 });
    const owed = [...charges.map((row) => ({ ...row, key: "acceptance_id" })), ...credits.map((row) => ({ ...row, key: "credit_of" }))];
    for (const { id, amount, at_stripe: known, invoice, key } of owed) {
      const there = items.filter((item) => item.metadata?.[key] === id);
      if (there.length !== 1 || there[0]?.amount !== amount) say(`${there.length} items with ${key} ${id}`);
      if (there[0]?.id !== known) say(`the item of ${key} ${id} is not the one on record`);
      if (key === "acceptance_id" && there[0]?.invoice !== invoice) say(`charge ${id} is not on the invoice on record`);
    }
    if (items.length !== owed.length) say(`${items.length} items for ${owed.length} charges and credits`);

    const plans = await client.subscriptions.list({ ...of, status: "all" }).autoPagingToArray({ limit: 1_000 });
    const running = plans.some(({ status }) => !["canceled", "incomplete_expired"].includes(status));
    if (!running && items.some(({ invoice }) => invoice === null)) say("the plan is over, and an item waits for an invoice");
    const known = await database<{ id: string; status: string }[]>`select id, status from subscriptions where account_id = ${account}`;
    for (const { id, status } of plans) if (known.find((row) => row.id === id)?.status !== status) say(`plan ${id} is ${status} at Stripe`);

    const invoices = await client.invoices.list(of).autoPagingToArray({ limit: 1_000 });
    for (const { id, lines } of invoices)
      if (lines.has_more) lines.data = await client.invoices.listLineItems(id, { limit: 100 }).autoPagingToArray({ limit: 1_000 });
    const drawn = await database<{ id: string; status: string; total: number; paid: number }[]>`
      select id, status, total_cents as total, amount_paid_cents as paid from invoices where account_id = ${account}`;
    for (const { id, status, total, amount_paid: paid, lines } of invoices) {
      const row = drawn.find((one) => one.id === id);
      if (!row || row.status !== status || row.total !== total || row.paid !== paid) say(`invoice ${id} differs`);
      if (lines.data.reduce((sum, line) => sum + line.amount, 0) !== total) say(`invoice ${id} is not the sum of its lines`);
    }
    if (drawn.length !== invoices.length) say(`${drawn.length} invoices on record, ${invoices.length} at Stripe`);

    for (const gap of gapsIn(invoices)) say(gap);

    const refunds = await database<{ id: string; amount: number; note: string; invoice: string }[]>`
      select id, amount_cents as amount, stripe_credit_note_id as note, invoice_id as invoice from refunds
      where account_id = ${account} and state = 'posted'`;
    const notes = await client.creditNotes.list(of).autoPagingToArray({ limit: 1_000 });
    for (const { id, amount, note, invoice } of refunds) {
      const there = notes.filter(({ metadata }) => metadata?.refund_id === id);
      const right = there.length === 1 && there[0]?.id === note && there[0].total === amount && there[0].invoice === invoice;
      if (!right) say(`${there.length} credit notes of refund ${id}`);
    }
    if (notes.length !== refunds.length) say(`${notes.length} credit notes for ${refunds.length} refunds`);
    for (const { id, amount_paid: paid } of invoices) {
      const back = notes.filter(({ invoice }) => invoice === id).reduce((sum, { total }) => sum + total, 0);
      if (back > paid) say(`more was given back of invoice ${id} than was paid`);
    }
    const [open] = await database<
      { open: number }[]
    >`select (select count(*) from refunds where account_id = ${account} and state = 'due')::int
      + (select count(*) from final_invoices where account_id = ${account} and state = 'due')::int as open`;
    if (open?.open !== 0) say(`${open?.open} refunds or last invoices are still due`);
  }
  return found;
}

/** Months of a plan that do not follow each other to the second, or are no whole days: whatever the clocks of a zone did meanwhile. */
function gapsIn(invoices: Stripe.Invoice[]): string[] {
  const months = new Map<string, { start: number; end: number }[]>();
  for (const { parent, lines } of invoices) {
    const plan = String(parent?.subscription_details?.subscription ?? "");
    const base = lines.data.find(({ metadata, period }) => !metadata.acceptance_id && !metadata.credit_of && period.end > period.start);
    if (plan && base) months.set(plan, [...(months.get(plan) ?? []), base.period]);
  }
  return [...months].flatMap(([plan, periods]) => {
    const inOrder = periods.toSorted((one, other) => one.start - other.start);
    const isOdd = ({ start, end }: { start: number; end: number }, index: number) =>
      (end - start) % 86_400 !== 0 || (index > 0 && inOrder[index - 1]?.end !== start);
    return inOrder.filter(isOdd).map(({ start }) => `plan ${plan} has an odd month from ${start}`);
  });
}

/** Who of them has not renewed, and paid, in the second in which the clocks of their zone change. */
export async function notRenewedAtChange(
  { client }: TestStripe,
  database: postgres.Sql,
  members: readonly { accountId: string; zone: string }[],
): Promise<string[]> {
  const missed: string[] = [];
  for (const { accountId, zone } of members) {
    const [row] = await database<{ id: string }[]>`select customer_id as id from stripe_customers where account_id = ${accountId}`;
    const drawn = await client.invoices.list({ customer: row?.id ?? "", limit: 100 }).autoPagingToArray({ limit: 1_000 });
    const offsetAt = (seconds: number) =>
      Temporal.Instant.fromEpochMilliseconds(seconds * 1_000).toZonedDateTimeISO(zone).offsetNanoseconds;
    const renewals = drawn.filter(({ billing_reason: why, status }) => why === "subscription_cycle" && status === "paid");
    if (!renewals.some(({ created }) => offsetAt(created - 1) !== offsetAt(created))) missed.push(accountId);
  }
  return missed;
}
