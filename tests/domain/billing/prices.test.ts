import { expect, test } from "vitest";
import { transaction } from "@/db/client";
import { listRounds, noteRound } from "@/db/queries/billing-rounds";
import { dueCharge } from "@/db/queries/charges";
import { now } from "@/lib/base/clock";
import { addCharge } from "@/lib/billing/add-charge";
import { postCharge } from "@/lib/billing/post-charge";
import { checkPricesNow, runRound } from "@/lib/billing/run-round";
import { givenStripe, subscribe } from "@/tests/domain/billing/given-stripe";
import { givenAcceptance } from "@/tests/domain/support/given-acceptance";
import { expectComplaints } from "@/tests/support/log-watch";
import { givenMember } from "@/tests/support/members";

const stripe = await givenStripe();
// The settings name the monthly price as the unit's, before anything reads them.
Object.assign(process.env, { STRIPE_PRICE_UNIT: process.env.STRIPE_PRICE_MONTHLY });
const worker = { kind: "system", job: "test" } as const;

test("while Stripe's prices are not the published ones, nothing is posted and staff are told which price is wrong", async () => {
  expectComplaints("prices differ");
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId);
  const acceptanceId = await givenAcceptance(accountId);
  await transaction(worker, (tx) => addCharge(tx, { acceptanceId, accountId, platformName: "Field Nation" }));
  await postCharge(acceptanceId);
  expect(await transaction(worker, (tx) => dueCharge(tx, acceptanceId))).toMatchObject({ state: "due" });
  expect((await stripe.client.invoiceItems.list({ limit: 100 })).data).toEqual([]);

  await transaction(worker, (tx) => noteRound(tx, "prices", { nextAt: new Date(now().getTime() + 60_000) }));
  await checkPricesNow();
  await runRound("prices");
  const round = (await transaction(worker, listRounds)).find(({ name }) => name === "prices");
  expect(round).toMatchObject({ outcome: "ill", detail: expect.stringContaining("STRIPE_PRICE_UNIT at Stripe") });
});
