import { Money } from "@/app/_ui/money";
import { Notice } from "@/app/_ui/notice";

/** What Stripe holds as the member's credit, and what becomes of it. */
export function CreditNotice({ cents, runs }: { cents: number; runs: boolean }) {
  return (
    <Notice
      tone="info"
      title={
        <>
          You have a credit of <Money cents={cents} />
        </>
      }
    >
      More was given back to you than there was to bill. Stripe takes it off{" "}
      {runs ? "your next invoices by itself" : "the first invoices if you subscribe again"}. To have it paid back to your card instead,
      write to the operator who invited you.
    </Notice>
  );
}
