import { LinkButton } from "@/app/_ui/link-button";
import { formatMoney } from "@/app/_ui/money";
import { TextLink } from "@/app/_ui/text-link";
import { prices } from "@/lib/terms/prices";
import { ExampleOrder } from "./example-order";
import { HowItWorks } from "./how-it-works";
import { VaultFacts } from "./vault-facts";

export default function LandingPage() {
  return (
    <div className="grid gap-14 sm:gap-20">
      <header className="grid items-center gap-x-14 gap-y-10 sm:pt-4 lg:grid-cols-[minmax(0,1fr)_23rem]">
        <div className="grid gap-5">
          <h1 className="text-3xl leading-tight sm:text-5xl sm:leading-[1.12]">
            Holdfast takes the work orders that fit you, while you work
          </h1>
          <p className="text-soft sm:text-xl">
            You take work orders on dispatch platforms, as a technician, interpreter, notary or inspector. Good ones are gone within
            minutes. Holdfast watches the platform, accepts those that meet your hours and your rules, and bills you only once the platform
            has confirmed that the order is yours.
          </p>
          <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
            <LinkButton href="/login" tone="primary">
              Log in
            </LinkButton>
            <p className="text-soft">New here? Holdfast is by invitation: the link in your invite opens your account.</p>
          </div>
        </div>
        <ExampleOrder />
      </header>
      <HowItWorks />
      <section aria-labelledby="price" className="grid gap-5">
        <h2 id="price" className="text-2xl">
          What it costs
        </h2>
        <div className="grid overflow-hidden rounded-panel border border-line bg-surface sm:grid-cols-2">
          <Price amount={formatMoney(prices.monthlyCents)} per="a month">
            For the watching, whether or not anything is accepted.
          </Price>
          <Price amount={formatMoney(prices.unitCents)} per="an accepted work order">
            One scheduling bandwidth unit, charged once the platform has confirmed the order as yours.
          </Price>
        </div>
        <p className="max-w-prose text-soft">
          An order that you took yourself costs nothing, and neither does one that the platform never confirmed. Every charge has a receipt
          that says when and how it was confirmed.
        </p>
      </section>
      <VaultFacts />
      <section aria-labelledby="policy" className="grid gap-3 border-t border-line pt-8">
        <h2 id="policy" className="text-2xl">
          What we commit to in writing
        </h2>
        <p className="max-w-prose text-soft">
          A policy of numbered clauses says how your data is protected, what is kept, what happens when something goes wrong, and what we
          ask of you.
        </p>
        <p>
          <TextLink href="/policy" alone>
            Read the data security policy
          </TextLink>
        </p>
      </section>
    </div>
  );
}

function Price({ amount, per, children }: { amount: string; per: string; children: string }) {
  return (
    <div className="grid content-start gap-2 p-6 not-first:border-t not-first:border-line sm:p-8 sm:not-first:border-t-0 sm:not-first:border-l">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="text-3xl font-bold tracking-tight tabular-nums">{amount}</span>
        <span className="font-medium text-soft">{per}</span>
      </p>
      <p className="text-soft">{children}</p>
    </div>
  );
}
