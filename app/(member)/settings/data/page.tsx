import { Card } from "@/app/_ui/card";
import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { Notice } from "@/app/_ui/notice";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { Stack } from "@/app/_ui/stack";
import { SubmitButton } from "@/app/_ui/submit-button";
import { TextLink } from "@/app/_ui/text-link";
import { readBilling } from "@/lib/billing/read-billing";
import { readHoldings } from "@/lib/membership/read-holdings";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireFreshProof } from "@/lib/web/session";
import { deleteAccount } from "./actions";
import { KeptList } from "./kept-list";
import { LastBill } from "./last-bill";

export const metadata = { title: "Your data" };

export default async function DataPage() {
  const member = await requireFreshProof();
  const holdings = await readHoldings(member.accountId);
  const zone = await readTimeZone(member.accountId);
  const { connections, hasPlan } = holdings;
  const { next, owed } = await readBilling(member.accountId);
  return (
    <Stack>
      <PageHeader title="Your data" lead="Take a copy of all of it, or delete your account." />
      <Section title="A copy" lead="One file with everything that is stored about you, except secrets.">
        <Card>
          <p>
            The file is JSON, which people and programs can read. That you took a copy is written down in the{" "}
            <TextLink href="/activity/access-log">access log</TextLink>.
          </p>
          <form action="/settings/data/export" method="post">
            <SubmitButton tone="secondary" pending="Preparing">
              Download my data
            </SubmitButton>
          </form>
        </Card>
      </Section>
      <Section title="Delete your account" lead="It cannot be taken back. There is no time to think it over afterwards.">
        <Card title="What is erased">
          <ul className="list-disc space-y-1 pl-5">
            <li>At once: every login, your password, second factors, recovery codes, recognised devices and contact details.</li>
            <li>
              {connections === 0
                ? "You have no platform connected, so there are no keys to destroy."
                : `Your sealed platform logins (${connections}) and the keys to them are destroyed. Nobody can open them again.`}{" "}
              Work orders that you have accepted stay yours on the platform.
            </li>
            <li>
              {hasPlan
                ? "Your plan at Stripe is cancelled at once. Time that is paid for is not refunded by itself."
                : "You have no plan to cancel."}
            </li>
            <LastBill next={next} owed={owed} hadPlan={hasPlan || holdings.charges.length > 0 || owed !== null} />
            <li>
              Within minutes: your e-mail address wherever it stands, your invitation, schedule, rules, offers and what became of them,
              activity, reports, consents, mails, and orders that were not charged.
            </li>
          </ul>
          <p>
            Backups are overwritten in their turn; keys, which are what makes a sealed login readable, are in backups for 7 days at most.
          </p>
        </Card>
        <Card title="What the law of billing has us keep">
          <KeptList kept={holdings} zone={zone} />
          <p>Besides, the access log stays as it is. It knows you only as a number, which then leads nowhere.</p>
        </Card>
        {member.role === null ? (
          <Card title="Delete it for good">
            <Form action={deleteAccount} submit="Delete my account" pending="Deleting" tone="danger">
              <Field
                name="email"
                label="Type your e-mail address to confirm"
                type="email"
                autoComplete="off"
                required
                hint={`It is ${member.email}.`}
              />
            </Form>
          </Card>
        ) : (
          <Notice title="A staff account cannot be deleted">Ask an owner to take your role away first.</Notice>
        )}
      </Section>
    </Stack>
  );
}
