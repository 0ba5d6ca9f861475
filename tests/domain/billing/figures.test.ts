import { afterAll, expect, test } from "vitest";
import { transaction } from "@/db/client";
import { newId } from "@/lib/base/ids";
import { addCharge } from "@/lib/billing/add-charge";
import { addCredit } from "@/lib/billing/add-credit";
import { askRefund } from "@/lib/billing/ask-refund";
import { postRefund } from "@/lib/billing/post-refund";
import { exportFigures, readFigures } from "@/lib/billing/read-figures";
import { startCheckout } from "@/lib/billing/start-checkout";
import { cards, deliverEvents, givenStripe, pay, subscribe } from "@/tests/domain/billing/given-stripe";
import { givenAcceptance } from "@/tests/domain/support/given-acceptance";
import { givenMember, host } from "@/tests/support/members";
import { givenStaff } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

const stripe = await givenStripe();
const database = asSuperuser();
afterAll(() => database.end());
const worker = { kind: "system", job: "test" } as const;

test("a month's figures are what was paid, charged, credited, refunded and refused in it, on the page and in the file, also when events are purged", async () => {
  const billing = await givenStaff("billing");
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId);
  const units = [await givenAcceptance(accountId), await givenAcceptance(accountId)];
  for (const acceptanceId of units) {
    await transaction(worker, (tx) => addCharge(tx, { acceptanceId, accountId, platformName: "Field Nation" }));
  }
  await transaction(worker, (tx) => addCredit(tx, { acceptanceId: units[0] ?? "", accountId }));
  const id = newId();
  await askRefund(host, { id, accountId, amountCents: 400, reason: "goodwill" });
  await postRefund(id);
  const { accountId: other } = await givenMember();
  await pay((await startCheckout(other)).url, cards.unfinished);
  await deliverEvents(stripe);
  await database`delete from stripe_events`;

  const [row] = await database<{ month: string }[]>`select to_char(now() at time zone 'UTC', 'YYYY-MM') as month`;
  const month = row?.month ?? "";
  const [latest, ...earlier] = (await readFigures(billing.actor)).months;
  expect(latest).toEqual({
    month,
    revenueCents: 1_000,
    units: 2,
    credits: 1,
    creditCents: 2_500,
    refundCents: 400,
    failedPayments: 1,
  });
  expect(earlier.every(({ revenueCents, units: count }) => revenueCents === 0 && count === 0)).toBe(true);
  expect(await exportFigures(billing.actor)).toContain(`"${month}","1000","2","1","2500","400","1"\r\n`);
});
