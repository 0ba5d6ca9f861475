import { formatMoney } from "@/app/_ui/money";
import { QuietLink } from "@/app/_ui/quiet-link";
import { whenBilled, whenCredited } from "@/app/_ui/when-billed";
import { policyInForce } from "@/lib/terms/policy";
import { prices } from "@/lib/terms/prices";

/** What it costs and what is promised, before anything is asked. */
export function Terms() {
  return (
    <>
      <section aria-labelledby="price" className="grid gap-2">
        <h2 id="price" className="text-lg">
          What it costs
        </h2>
        <p>
          <strong className="font-semibold">{formatMoney(prices.monthlyCents)} a month</strong>, and{" "}
          <strong className="font-semibold">{formatMoney(prices.unitCents)} for each work order</strong> that is accepted for you. Joining
          is free: you subscribe later, when you are ready.
        </p>
        <p className="text-soft">
          {whenBilled} {whenCredited}
        </p>
      </section>
      <section aria-labelledby="policy" className="grid gap-2">
        <h2 id="policy" className="text-lg">
          What happens to your data
        </h2>
        <ul className="list-disc space-y-1 pl-5">
          <li>Your platform logins are sealed in your browser. This website cannot open them.</li>
          <li>We keep what the service needs and no more: no case details and no client information.</li>
          <li>Every opening of a login is logged, and you can read when it was and why.</li>
          <li>This is a prototype. We may suspend or end access at any time.</li>
        </ul>
        <p>
          <QuietLink href="/policy" target="_blank" className="text-link">
            Read the data security policy
          </QuietLink>{" "}
          <span className="text-soft">(opens in a new tab; version {policyInForce().version})</span>
        </p>
      </section>
    </>
  );
}
