import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabases } from "@/db/client";
import { dayMs, later, now } from "@/lib/base/clock";
import { textOf, Visitor } from "@/scripts/demo/visitor";
import { superuserOf } from "@/scripts/world/superuser";
import { givenMember } from "@/tests/support/members";
import { useWorldSettings } from "@/tests/support/own-web";
import { world } from "@/tests/support/world";

const sql = superuserOf(world(), 1);
beforeAll(useWorldSettings);
afterAll(() => Promise.all([sql.end(), closeDatabases()]));

type Open = { attempts: number; nextTryAt: Date | null; payUrl: string | null };

/** Somebody whose plan is paid, or has ended, and of whose invoices one of $50.00 is open; with what two pages say to them. */
async function givenOpenInvoice(status: "active" | "canceled", { attempts, nextTryAt, payUrl }: Open) {
  const { accountId, email, password } = await givenMember();
  const [at, periodEnd] = [now(), later(now(), (status === "active" ? 20 : -1) * dayMs)];
  const endedAt = status === "active" ? null : periodEnd;
  await sql`
    insert into subscriptions (id, account_id, status, period_start, period_end, cancel_at_period_end, started_at, ended_at, read_at)
    values (${`sub_${accountId}`}, ${accountId}, ${status}, ${later(periodEnd, -30 * dayMs)}, ${periodEnd}, false,
            ${later(periodEnd, -30 * dayMs)}, ${endedAt}, ${at})`;
  await sql`
    insert into invoices (id, account_id, status, total_cents, remaining_cents, currency, lines, issued_at, attempt_count,
                          next_attempt_at, hosted_url, read_at)
    values (${`in_${accountId}`}, ${accountId}, 'open', 6000, 5000, 'usd', '[]', ${at}, ${attempts}, ${nextTryAt}, ${payUrl}, ${at})`;
  const visitor = new Visitor(world().web);
  const billing = await visitor.submit(await visitor.open("/login?next=/billing"), 'name="password"', { email, password });
  return { billing, deletion: await visitor.open("/settings/data") };
}

const payUrl = "https://invoice.stripe.com/i/of-the-test";
const nextTryAt = new Date("2031-03-04T12:00:00Z");

test("an invoice that the card refused is told with what is left to pay, when it is tried again, and where it is paid, until it is", async () => {
  const { billing, deletion } = await givenOpenInvoice("active", { attempts: 1, nextTryAt, payUrl });
  expect(textOf(billing)).toMatch(/An invoice of \$50\.00 is not paid/);
  expect(textOf(billing)).toMatch(/Stripe tries again on .*2031/);
  expect(billing.html).toContain(`href="${payUrl}"`);
  expect(textOf(deletion)).toMatch(/An earlier invoice of \$50\.00 is open\. Deleting the account does not settle it/);
  expect(deletion.html).toContain(`href="${payUrl}"`);
});

test("after the last try it is said that it is not tried again, also when the plan has ended", async () => {
  const { billing, deletion } = await givenOpenInvoice("canceled", { attempts: 4, nextTryAt: null, payUrl: null });
  expect(textOf(billing)).toMatch(/An invoice of \$50\.00 is not paid/);
  expect(textOf(billing)).toContain("It is not tried again by itself.");
  expect(textOf(billing)).not.toContain("Pay it on Stripe");
  expect(textOf(deletion)).toMatch(/An earlier invoice of \$50\.00 is open\. Deleting the account does not settle it\s*\./);
});

test("an invoice whose payment was not tried yet is no warning", async () => {
  const { billing } = await givenOpenInvoice("active", { attempts: 0, nextTryAt, payUrl });
  expect(textOf(billing)).not.toContain("is not paid");
});
