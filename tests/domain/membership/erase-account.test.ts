import { getTableName } from "drizzle-orm";
import { afterEach, expect, test, vi } from "vitest";
import { dataMap, tables } from "@/db/data-map/data-map";
import type { Erasure, TableName } from "@/db/data-map/facts";
import { inviteSomeone } from "@/lib/accounts/invite";
import { logIn } from "@/lib/accounts/log-in";
import { readSession } from "@/lib/accounts/read-session";
import { undoEmail } from "@/lib/accounts/undo-email";
import { later, minuteMs } from "@/lib/base/clock";
import { startCheckout } from "@/lib/billing/start-checkout";
import { eraseAccount } from "@/lib/membership/erase-account";
import { readHoldings } from "@/lib/membership/read-holdings";
import { requestErasure } from "@/lib/membership/request-erasure";
import { sweep } from "@/lib/orders/sweep";
import { spellings } from "@/lib/policy/canary/spellings";
import { cards, deliverEvents, inPortal, pay } from "@/tests/domain/billing/given-stripe";
import { type FullAccount, givenFullAccount } from "@/tests/domain/membership/given-full-account";
import { givenOutside } from "@/tests/domain/orders/given-ready";
import { expectComplaints } from "@/tests/support/log-watch";
import { mailedToken } from "@/tests/support/mail-links";
import { givenMember, goodPassword, host, newClient } from "@/tests/support/members";

const stop = vi.hoisted(() => ({ at: "" }));
vi.mock("@/lib/base/points", () => ({
  point: async (name: string) => {
    if (name === stop.at) throw new Error(`killed ${name}`);
  },
}));
vi.setConfig({ testTimeout: 60_000 });

const outside = await givenOutside();
const { database } = outside;
afterEach(() => {
  stop.at = "";
  vi.useRealTimers();
});

/** The tables in which one of these texts stands, in any spelling, seen past all rights. */
async function tablesWith(texts: string[]): Promise<string[]> {
  const wanted = texts.flatMap(spellings);
  const tables = await database<{ schema: string; name: string }[]>`
    select schemaname as schema, tablename as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`;
  const found: string[] = [];
  for (const { schema, name } of tables) {
    const rows = await database<{ text: string }[]>`select t::text as text from ${database(`${schema}.${name}`)} as t`;
    if (rows.some(({ text }) => wanted.some((one) => Buffer.from(text).includes(one)))) found.push(name);
  }
  return found.toSorted();
}

/** How many rows of each table still point at the account. */
async function rowsOf(accountId: string): Promise<Record<string, number>> {
  const tables = await database<{ name: string; column: string }[]>`
    select table_name as name, column_name as column from information_schema.columns
    where table_schema = 'public' and column_name in ('account_id', 'redeemed_by')`;
  const counts: Record<string, number> = {};
  for (const { name, column } of tables) {
    const [row] = await database`select count(*)::int as rows from ${database(name)} where ${database(column)} = ${accountId}`;
    if (row?.rows > 0) counts[name] = row?.rows;
  }
  return counts;
}

const statusAtStripe = async (accountId: string) => {
  const [row] = await database<{ id: string }[]>`select customer_id as id from stripe_customers where account_id = ${accountId}`;
  const listed = await outside.outside.client.subscriptions.list({ customer: row?.id ?? "", status: "all" });
  return listed.data.map(({ status }) => status);
};
const atStripe = async (accountId: string) => {
  const [row] = await database<{ id: string }[]>`select customer_id as id from stripe_customers where account_id = ${accountId}`;
  const { data } = await outside.outside.client.invoices.list({ customer: row?.id ?? "" });
  return data.map(({ total, status }) => [total, status]);
};
const lastInvoices = async (accountId: string) =>
  await database`select because, state, total_cents as total from final_invoices where account_id = ${accountId} and because = 'erased'`;
/** The subjects of what was mailed to an address, in the order of sending. */
const mailsTo = async (email: string) => {
  const { messages } = (await (await fetch(`${outside.outside.mail}/messages`)).json()) as {
    messages: { to: string[]; subject: string }[];
  };
  return messages.filter(({ to }) => to.includes(email)).map(({ subject }) => subject);
};
const keysOf = async (account: FullAccount) =>
  (await database`select key_id from connections where id = ${account.connectionId}`)[0]?.key_id;

/** The tables with accounts' rows of which the data map says that erasing does this to them. */
function mappedAs(erasure: Erasure): string[] {
  return (Object.keys(dataMap) as TableName[])
    .filter((name) => dataMap[name].erasure === erasure && "accountId" in dataMap[name].columns)
    .map((name) => getTableName(tables[name]));
}

/** What stays of an account that was billed: the bill, and the bare rows that it rests on. */
const billed = {
  acceptances: 1,
  charges: 1,
  credits: 1,
  differences: 1,
  connections: 1,
  final_invoices: 2,
  holds: 1,
  interim_invoices: 1,
  intents: 1,
  invoices: 2,
  offers: 1,
  refunds: 1,
  stripe_customers: 1,
  subscriptions: 1,
};

test("asking for it ends everything at once: sessions, logins, links and sealed credentials", async () => {
  const account = await givenFullAccount(outside);
  const { accountId, session, email } = account;
  const undo = await mailedToken(accountId, "email-changed");
  await expect(requestErasure(session, "someone@example.org")).rejects.toMatchObject({ facts: { field: "email" } });
  expect(await readSession(session.id, { activity: false })).not.toBeNull();
  await requestErasure(session, ` ${email.toUpperCase()}`);
  expect(await readSession(session.id, { activity: false })).toBeNull();
  await expect(logIn({ email, password: goodPassword }, newClient())).rejects.toMatchObject({ refusal: "wrong_credentials" });
  await expect(undoEmail(undo)).rejects.toMatchObject({ refusal: "dead_link" });
  await expect(readHoldings(accountId)).rejects.toMatchObject({ refusal: "not_signed_in" });
  const rows = await rowsOf(accountId);
  for (const table of ["credentials", "passwords", "factors", "totp_secrets", "passkeys", "recovery_codes", "devices", "contacts"])
    expect(rows).not.toHaveProperty(table);
});

test("afterwards no table names the person, the bill stays and nothing else, and the address can be invited anew", async () => {
  const account = await givenFullAccount(outside);
  const { accountId, email, personal } = account;
  const [charge] = await database`select * from charges where account_id = ${accountId}`;
  const [invoice] = await database`select * from invoices where account_id = ${accountId}`;
  expect(await tablesWith(personal)).toEqual(
    expect.arrayContaining(["accounts", "contacts", "factors", "invite_asks", "invites", "mail_links"]),
  );
  expect(Object.keys(await rowsOf(accountId))).toEqual(expect.arrayContaining(mappedAs("deleted")));
  await requestErasure(account.session, email);
  await eraseAccount(accountId);
  expect(await tablesWith(personal)).toEqual([]);
  const left = await rowsOf(accountId);
  expect(left).toEqual({ ...billed, requests: 1 });
  const stays = [...mappedAs("emptied"), ...mappedAs("kept"), "requests"];
  expect(Object.keys(left).toSorted()).toEqual(stays.toSorted());
  expect(await database`select email, state, role from accounts where id = ${accountId}`).toMatchObject([
    { email: `erased-${accountId}@erased.invalid`, state: "erased", role: null },
  ]);
  const [last, first] = await database`select * from invoices where account_id = ${accountId} order by first_read_at desc`;
  expect(await database`select * from charges where account_id = ${accountId}`).toEqual([{ ...charge, stripe_invoice_id: last?.id }]);
  expect(first).toEqual({ ...invoice, read_at: first?.read_at });
  const [acceptance] = await database`select * from acceptances where account_id = ${accountId}`;
  expect(acceptance).toMatchObject({ platform: "field-nation", external_cipher: null, external_hash: `erased:${acceptance?.id}` });
  expect(acceptance?.window_start).toEqual(acceptance?.confirmed_at);
  expect(await statusAtStripe(accountId)).toEqual(["canceled"]);
  expect(await database`select status from subscriptions where account_id = ${accountId}`).toEqual([{ status: "canceled" }]);
  expect(await keysOf(account)).toBeNull();
  expect(await inviteSomeone(host, email)).toMatchObject({ email });
  const acts = await database`select act from access_lines where subject = ${accountId} and act like 'account.%'`;
  expect(acts.map(({ act }) => act).toSorted()).toEqual(["account.ask-erasure", "account.erase"]);
});

test("what was accepted and not billed is billed before anything is erased, once, and the person is told", async () => {
  const account = await givenFullAccount(outside);
  const { accountId, email } = account;
  await database`delete from credits where account_id = ${accountId}`;
  await requestErasure(account.session, email);
  await outside.outside.control("POST", "/__faults", { target: "stripe", fault: "error_500_after_commit", on: "invoices.pay" });
  expectComplaints("stripe refused a call");
  await eraseAccount(accountId);
  expect(await tablesWith([email])).toContain("accounts");
  await eraseAccount(accountId);
  expect(await tablesWith(account.personal)).toEqual([]);
  expect(await lastInvoices(accountId)).toEqual([{ because: "erased", state: "settled", total: 2_500 }]);
  expect(await atStripe(accountId)).toEqual([
    [2_500, "paid"],
    [1_000, "paid"],
  ]);
  expect(await mailsTo(email)).toEqual(["Your Holdfast account is being deleted", "Your last Holdfast invoice: $25.00"]);
});

test("a last invoice that the card does not pay holds nothing up: it stays open, and the mail says where to pay it", async () => {
  const account = await givenFullAccount(outside);
  const { accountId, email } = account;
  await database`delete from credits where account_id = ${accountId}`;
  await inPortal(accountId, { action: "change_card", card_number: cards.failsLater });
  await requestErasure(account.session, email);
  await eraseAccount(accountId);
  expect(await tablesWith(account.personal)).toEqual([]);
  expect((await atStripe(accountId))[0]).toEqual([2_500, "open"]);
  expect((await mailsTo(email)).at(-1)).toBe("Your last Holdfast invoice: $25.00");
});

test("the last mail goes to the address, and tells of the end", async () => {
  const { accountId, email, session } = await givenFullAccount(outside);
  await requestErasure(session, email);
  await eraseAccount(accountId);
  const world = await (await fetch(`${outside.outside.mail}/messages`)).text();
  expect(world).toContain("Your Holdfast account is being deleted");
  expect(world).toContain(email);
});

test.each(["erase.after-plan", "erase.after-keys", "erase.after-mail", "erase.after-rows"])(
  "a worker that is killed at %s leaves nothing undone: the next try ends it",
  async (at) => {
    const account = await givenFullAccount(outside);
    const { accountId } = account;
    await requestErasure(account.session, account.email);
    stop.at = at;
    await expect(eraseAccount(accountId)).rejects.toThrow("killed");
    stop.at = "";
    await eraseAccount(accountId);
    expect(await tablesWith(account.personal)).toEqual([]);
    expect(await rowsOf(accountId)).toEqual({ ...billed, requests: 1 });
    expect(await statusAtStripe(accountId)).toEqual(["canceled"]);
    expect(await keysOf(account)).toBeNull();
  },
);

test("while Stripe does not answer nothing is erased, and a later try ends it", async () => {
  const account = await givenFullAccount(outside);
  await requestErasure(account.session, account.email);
  await outside.outside.control("POST", "/__faults", { target: "stripe", fault: "error_500_before", on: "subscriptions.cancel" });
  expectComplaints("stripe refused a call");
  await eraseAccount(account.accountId);
  expect(await tablesWith([account.email])).toContain("accounts");
  await eraseAccount(account.accountId);
  expect(await tablesWith(account.personal)).toEqual([]);
});

test("what a job that was under way still wrote goes ten minutes later, and the request with it", async () => {
  const account = await givenFullAccount(outside);
  const { accountId } = account;
  await requestErasure(account.session, account.email);
  await eraseAccount(accountId);
  await database`insert into activity (id, account_id, at, kind, facts) values (gen_random_uuid(), ${accountId}, now(), 'polled', '{}')`;
  vi.useFakeTimers({ toFake: ["Date"], now: later(new Date(), 11 * minuteMs) });
  await eraseAccount(accountId);
  expect(await rowsOf(accountId)).toEqual(billed);
  await eraseAccount(accountId);
  expect(await rowsOf(accountId)).toEqual(billed);
});

test("the sweep hands an erasure that died to a worker again, and the request reaches one in the first place", async () => {
  const account = await givenMember();
  const waiting = async () =>
    (await database`select 1 from pgboss.job where name = 'erase-account' and data->>'id' = ${account.accountId} and state = 'created'`)
      .length;
  await database`delete from requests`;
  await requestErasure(account, account.email);
  await sweep();
  expect(await waiting()).toBe(1);
  await database`delete from pgboss.job where name = 'erase-account'`;
  await database`update requests set taken_at = now() - interval '1 minute' where kind = 'erase-account' and account_id = ${account.accountId}`;
  await sweep();
  expect(await waiting()).toBe(1);
});

test("a request alone erases nobody: the account has to have ended", async () => {
  const { accountId, email } = await givenMember();
  await database`insert into requests (id, account_id, kind, subject_id, taken_at) values (gen_random_uuid(), ${accountId}, 'erase-account', ${accountId}, now())`;
  await eraseAccount(accountId);
  expect(await database`select email, state from accounts where id = ${accountId}`).toEqual([{ email, state: "active" }]);
});

test("staff cannot delete themselves while they have a role, nor one member another", async () => {
  const staff = await givenMember();
  const other = await givenMember();
  await database`update accounts set role = 'support' where id = ${staff.accountId}`;
  await expect(requestErasure(staff, staff.email)).rejects.toMatchObject({ refusal: "conflict" });
  await expect(requestErasure({ accountId: other.accountId, email: staff.email }, other.email)).rejects.toMatchObject({
    refusal: "invalid_input",
  });
  expect((await database`select state from accounts where id = ${staff.accountId}`)[0]?.state).toBe("active");
});

test("a member who was never billed leaves nothing but an empty account", async () => {
  const account = await givenMember();
  await requestErasure(account, account.email);
  await eraseAccount(account.accountId);
  expect(await rowsOf(account.accountId)).toEqual({ requests: 1 });
});

test("a Checkout page that was opened in the very moment in which the account ended, and is paid, buys no plan that stays", async () => {
  const account = await givenMember();
  await startCheckout(account.accountId);
  const [row] = await database<{ id: string }[]>`select customer_id as id from stripe_customers where account_id = ${account.accountId}`;
  await requestErasure(account, account.email);
  await eraseAccount(account.accountId);
  const { url } = await outside.outside.client.checkout.sessions.create({
    mode: "subscription",
    customer: row?.id ?? "",
    line_items: [{ price: process.env.STRIPE_PRICE_MONTHLY ?? "", quantity: 1 }],
    success_url: "http://localhost:3000/billing",
  });
  await pay(url ?? "");
  await deliverEvents(outside.outside);
  expect(await statusAtStripe(account.accountId)).toEqual(["canceled"]);
});
