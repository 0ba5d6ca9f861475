import { Address } from "@/app/_ui/address";
import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { DefinitionList } from "@/app/_ui/definition-list";
import { Money } from "@/app/_ui/money";
import { Section } from "@/app/_ui/section";
import { StatusBadge } from "@/app/_ui/status-badge";
import { Table } from "@/app/_ui/table";
import { newId } from "@/lib/base/ids";
import type { MemberMoney } from "@/lib/membership/read-money";
import { planName } from "../../plan-names";
import { RefundForm } from "./refund-form";
import { refundReasonNames } from "./refund-reasons";

type Refundable = NonNullable<MemberMoney["refundable"]>;

const refused: Record<string, string> = {
  not_authorised: "Not made: who asked may not any more",
  too_much: "Not made: it was more than was left",
  stripe: "Not made: Stripe refused it",
};

function PaidMonth({ of, zone }: { of: Refundable; zone: string }) {
  const { period, days } = of;
  return (
    <DefinitionList
      items={[
        {
          term: "Newest paid month",
          detail: (
            <>
              <DateTime at={period.start} zone={zone} show="date" /> to <DateTime at={period.end} zone={zone} show="date" />
              {of.number ? `, invoice ${of.number}` : ""}
            </>
          ),
        },
        { term: "Paid for it", detail: <Money cents={of.paidCents} /> },
        {
          term: "Unused",
          detail: (
            <>
              <Money cents={of.unusedCents} />{" "}
              <span className="text-soft">
                ({days.unused} of {days.total} days)
              </span>
            </>
          ),
        },
        { term: "Given back before", detail: <Money cents={of.refundedCents} /> },
        { term: "Can be given back", detail: <Money cents={of.mostCents} /> },
      ]}
    />
  );
}

function Refunds({ refunds, zone }: { refunds: MemberMoney["refunds"]; zone: string }) {
  return (
    <Table
      caption="What was given back, and who asked for it"
      rows={refunds}
      rowKey={(refund) => refund.id}
      columns={[
        { head: "Asked for", rowHead: true, cell: (refund) => <DateTime at={refund.createdAt} zone={zone} /> },
        { head: "By", cell: (refund) => <Address>{refund.by ?? "someone who is no more"}</Address> },
        { head: "Why", cell: (refund) => refundReasonNames[refund.reason] },
        {
          head: "Status",
          cell: ({ state, refusedBecause }) => (
            <StatusBadge tone={state === "posted" ? "good" : state === "due" ? "info" : "bad"}>
              {state === "posted" ? "Given back" : state === "due" ? "On its way" : (refused[refusedBecause ?? ""] ?? "Not made")}
            </StatusBadge>
          ),
        },
        { head: "Amount", align: "end", cell: (refund) => <Money cents={refund.amountCents} /> },
      ]}
    />
  );
}

function LastInvoice({ one, zone }: { one: MemberMoney["lastInvoices"][number]; zone: string }) {
  if (one.state === "due") return <p>A last invoice is being drawn.</p>;
  if (one.totalCents === null) return <p>Nothing was left to bill when the plan ended.</p>;
  return (
    <p>
      A last invoice of <Money cents={one.totalCents} /> was drawn on{" "}
      <DateTime at={one.settledAt ?? one.createdAt} zone={zone} show="date" />.
      {one.totalCents < 0 ? " What is below zero stays as the member's credit at Stripe." : ""}
    </p>
  );
}

/** What a member has paid in advance, what of it is unused, and the form that gives it back. */
export function MoneySection({ money, member, mayRefund, zone }: { money: MemberMoney; member: string; mayRefund: boolean; zone: string }) {
  const { plan, refundable, refunds, lastInvoices, creditCents } = money;
  return (
    <Section title="Money" lead="As it was last read from Stripe. This look is a line in the member's log.">
      <Card>
        <div className="grid gap-5">
          <p>Plan: {planName(plan.status)}.</p>
          {refundable ? <PaidMonth of={refundable} zone={zone} /> : <p>No month of the plan was paid, so there is nothing to give back.</p>}
          {lastInvoices.map((one) => (
            <LastInvoice key={one.id} one={one} zone={zone} />
          ))}
          {creditCents > 0 ? (
            <p>
              Stripe holds a credit of <Money cents={creditCents} /> for this member, and takes it off further invoices. To pay it back,
              refund a payment in Stripe and take the same amount off the customer's balance there.
            </p>
          ) : null}
          {mayRefund && refundable && refundable.mostCents > 0 ? (
            <RefundForm id={newId()} member={member} mostCents={refundable.mostCents} runs={plan.active} />
          ) : null}
        </div>
      </Card>
      {refunds.length > 0 ? <Refunds refunds={refunds} zone={zone} /> : null}
    </Section>
  );
}
