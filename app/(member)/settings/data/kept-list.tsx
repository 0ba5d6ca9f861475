import { Disclosure } from "@/app/_ui/disclosure";
import { formatDate } from "@/app/_ui/format-time";
import { formatMoney } from "@/app/_ui/money";
import type { Holdings } from "@/lib/membership/read-holdings";
import { platformName } from "@/lib/platforms/ids";

const count = (number: number, one: string, many: string) => (number === 1 ? `1 ${one}` : `${number} ${many}`);

/** Exactly what stays of this account, because the law of billing requires it. */
export function KeptList({ kept, zone }: { kept: Holdings; zone: string }) {
  const { charges, invoices, stripeCustomerId } = kept;
  if (charges.length === 0 && invoices.length === 0 && stripeCustomerId === null) return <p>Nothing: you were never billed.</p>;
  return (
    <div className="grid gap-3">
      <ul className="list-disc space-y-1 pl-5">
        <li>
          {count(charges.length, "charge", "charges")} and {count(invoices.length, "invoice", "invoices")}: numbers, dates, amounts, and for
          a charge the platform and when the order was confirmed, no longer which order it was.
        </li>
        <li>When your plan began and ended.</li>
        {stripeCustomerId ? (
          <li>
            Your customer number at Stripe, <span className="wrap-anywhere">{stripeCustomerId}</span>. Stripe keeps the invoices, your
            e-mail address and your card under its own terms; ask Stripe, or the operator, about those.
          </li>
        ) : null}
      </ul>
      {charges.length + invoices.length === 0 ? null : (
        <Disclosure summary="See each of them">
          <ul className="grid gap-1.5">
            {invoices.map(({ id, number, issuedAt, totalCents }) => (
              <li key={id} className="wrap-anywhere">
                Invoice {number ?? id}, {formatDate(issuedAt, zone)}, {formatMoney(totalCents)}
              </li>
            ))}
            {charges.map(({ id, platform, confirmedAt, amountCents, invoiced }) => (
              <li key={id}>
                Charge, {platformName(platform)}, {formatDate(confirmedAt, zone)}, {formatMoney(amountCents)}
                {invoiced ? "" : ", not on an invoice yet"}
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </div>
  );
}
