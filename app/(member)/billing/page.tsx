import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { LiveChanges } from "@/app/_ui/live-changes";
import { LookAgain } from "@/app/_ui/look-again";
import { Notice } from "@/app/_ui/notice";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { TextLink } from "@/app/_ui/text-link";
import { whenBilled, whenCredited } from "@/app/_ui/when-billed";
import { readBilling, shownUnits } from "@/lib/billing/read-billing";
import { hasInterimInvoice } from "@/lib/billing/read-interim";
import { readRefunds } from "@/lib/billing/read-refunds";
import { readUsage } from "@/lib/orders/read-usage";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireMember } from "@/lib/web/session";
import { PlanBanner } from "../plan-banner";
import { readOnward } from "../saved";
import { CreditNotice } from "./credit-notice";
import { InvoiceList } from "./invoice-list";
import { NextCard } from "./next-card";
import { OpenNotice } from "./open-notice";
import { PlanCard } from "./plan-card";
import { RefundList } from "./refund-list";
import { SubscribeCard } from "./subscribe-card";
import { UnitList } from "./unit-list";
import { UsageCard } from "./usage-card";

export const metadata = { title: "Billing" };

type Props = { searchParams: Promise<{ checkout?: string | string[]; plan?: string | string[] }> };

export default async function BillingPage({ searchParams }: Props) {
  const member = await requireMember();
  const { checkout, plan: said } = await searchParams;
  const billing = await readBilling(member.accountId);
  const { owed } = billing;
  const { periodStart } = billing.plan;
  const interim = periodStart !== null && (await hasInterimInvoice(member.accountId, periodStart));
  const refunds = await readRefunds(member.accountId);
  const zone = await readTimeZone(member.accountId);
  const usage = await readUsage(member.accountId);
  const runs = !["none", "ended"].includes(billing.plan.standing);
  const waiting = checkout === "done" && billing.plan.status !== "incomplete" && !billing.plan.active;
  const onward = checkout === "done" && billing.plan.active ? await readOnward(member.accountId, "/billing") : null;
  return (
    <Stack>
      <LiveChanges />
      {waiting || billing.keeping ? <LookAgain /> : null}
      <PageHeader title="Billing" lead="$10.00 a month, and $25.00 for each work order that a platform has confirmed as yours." />
      {waiting ? (
        <Notice tone="info" title="Waiting for Stripe to confirm">
          Your plan starts when Stripe tells us so, usually within seconds. This page looks again on its own.
        </Notice>
      ) : null}
      {onward ? (
        <Notice tone="success" title="Your plan is active">
          <p>{onward.text}</p>
          {onward.next ? (
            <p>
              <TextLink href={onward.next.href}>{onward.next.label}</TextLink>
            </p>
          ) : null}
        </Notice>
      ) : null}
      {interim ? (
        <Notice tone="info" title="An invoice comes before the renewal">
          An invoice takes no more than 250 items. You have more units than that allows for, so those of this month's first part are billed
          on an invoice of their own. Your plan goes on as it was.
        </Notice>
      ) : null}
      {checkout === "left" && !billing.plan.active ? (
        <Notice tone="info" title="Checkout was left">
          Nothing was charged. You can subscribe whenever you like.
        </Notice>
      ) : null}
      {said === "kept" && billing.plan.active && !billing.plan.cancelAtPeriodEnd && billing.plan.periodEnd ? (
        <Notice tone="success" title="Your plan goes on">
          The cancellation is taken back. It renews on <DateTime at={billing.plan.periodEnd} zone={zone} show="date" />. You can cancel it
          again below at any time.
        </Notice>
      ) : null}
      <PlanBanner state={billing} zone={zone} />
      {owed?.tried && ["active", "ended"].includes(billing.plan.standing) ? <OpenNotice owed={owed} zone={zone} /> : null}
      {billing.creditCents > 0 ? <CreditNotice cents={billing.creditCents} runs={runs} /> : null}
      {runs ? <PlanCard billing={billing} zone={zone} /> : null}
      {billing.plan.status === null && !waiting ? <SubscribeCard /> : null}
      {billing.next ? <NextCard next={billing.next} zone={zone} /> : null}
      {runs || usage.spend.chargedCents > 0 ? <UsageCard usage={usage} /> : null}
      <Card title="Accepted work orders">
        {billing.units.length === 0 ? (
          <EmptyState title="No units yet">
            Each accepted work order is one scheduling bandwidth unit. It appears here with its receipt once the platform has confirmed it
            as yours.
          </EmptyState>
        ) : (
          <>
            <UnitList units={billing.units} zone={zone} />
            {billing.units.length === shownUnits ? (
              <p className="text-soft">
                The newest {shownUnits} are shown. <TextLink href="/settings/data">A copy of your data</TextLink> has all of them.
              </p>
            ) : null}
          </>
        )}
      </Card>
      <Card title="Invoices">
        {billing.invoices.length === 0 ? (
          <EmptyState title="No invoices yet">The first one comes with the subscription.</EmptyState>
        ) : (
          <>
            <p className="max-w-prose text-soft">
              {whenBilled} {whenCredited}
            </p>
            <InvoiceList invoices={billing.invoices} zone={zone} />
          </>
        )}
      </Card>
      {refunds.length > 0 ? (
        <Card title="Refunds">
          <RefundList refunds={refunds} zone={zone} />
        </Card>
      ) : null}
    </Stack>
  );
}
