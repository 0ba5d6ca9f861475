import { Card } from "@/app/_ui/card";
import { Checkbox } from "@/app/_ui/checkbox";
import { DateTime } from "@/app/_ui/date-time";
import { Form } from "@/app/_ui/form";
import { formatMoney } from "@/app/_ui/money";
import { Notice } from "@/app/_ui/notice";
import { PageHeader } from "@/app/_ui/page-header";
import { PolicyChanges } from "@/app/_ui/policy-changes";
import { Stack } from "@/app/_ui/stack";
import { Table } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { longDate } from "@/app/(public)/policy/long-date";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { type Agreement, readAgreement } from "@/lib/terms/agreement";
import { compareVersions } from "@/lib/terms/compare-versions";
import { findPolicy } from "@/lib/terms/policy";
import type { PolicyDocument } from "@/lib/terms/policy-document";
import { requireMember } from "@/lib/web/session";
import { agree } from "./actions";

export const metadata = { title: "Your agreement" };

const priceOf = ({ monthlyCents, unitCents }: PolicyDocument["prices"]) =>
  `${formatMoney(monthlyCents)} a month and ${formatMoney(unitCents)} for each accepted work order`;

/** Carries back the version and prices that are shown, so that agreement is to these and to no others. */
function Asked({ asked, last, waits }: { asked: PolicyDocument; last: PolicyDocument | null; waits: boolean }) {
  const { version, effective, prices } = asked;
  return (
    <Card
      title={`Version ${version}`}
      footer={
        waits
          ? "If you do not agree, nothing is accepted for you. You can still take your data, end your plan or delete your account under Settings and Billing."
          : `You need not decide now. Until ${longDate(effective)} everything goes on as before.`
      }
    >
      <p>
        {waits ? "In force since" : "Takes effect on"} {longDate(effective)}. <TextLink href={`/policy/${version}`}>Read it whole</TextLink>
      </p>
      {last ? (
        <>
          <h3 className="font-semibold">What changed since version {last.version}, which you agreed to</h3>
          <PolicyChanges changes={compareVersions(last, asked)} />
        </>
      ) : (
        <p>You have agreed to no version that is published here, so there is nothing to compare it with.</p>
      )}
      <Form action={agree} submit="Agree" pending="Recording">
        <input type="hidden" name="policyVersion" value={version} />
        <input type="hidden" name="monthlyCents" value={prices.monthlyCents} />
        <input type="hidden" name="unitCents" value={prices.unitCents} />
        <Checkbox
          name="agreed"
          required
          label={`I agree to the data security policy, version ${version}, and to the price of ${priceOf(prices)}.`}
        />
      </Form>
    </Card>
  );
}

function Given({ given, zone }: { given: Agreement["given"]; zone: string }) {
  return (
    <Card title="What you have agreed to">
      <Table
        caption="Versions of the policy that you have agreed to, newest first"
        columns={[
          {
            head: "Version",
            rowHead: true,
            cell: ({ policyVersion }) =>
              findPolicy(policyVersion) ? <TextLink href={`/policy/${policyVersion}`}>{policyVersion}</TextLink> : policyVersion,
          },
          { head: "Price", cell: (consent) => priceOf(consent) },
          { head: "Agreed", cell: ({ agreedAt }) => <DateTime at={agreedAt} zone={zone} /> },
        ]}
        rows={given}
        rowKey={({ policyVersion }) => policyVersion}
      />
    </Card>
  );
}

type Props = { searchParams: Promise<{ agreed?: string; changed?: string }> };

/** What the member has agreed to, and, where there is a new version, what changed and the form by which they agree. */
export default async function AgreementPage({ searchParams }: Props) {
  const { accountId } = await requireMember();
  const { agreed, changed } = await searchParams;
  const [{ given, last, asked, waits }, zone] = await Promise.all([readAgreement(accountId), readTimeZone(accountId)]);
  return (
    <Stack>
      <PageHeader title="Your agreement" lead="The versions of the data security policy, with its price, that you have agreed to." />
      {agreed && !waits ? (
        <Notice tone="success" title="Your agreement is recorded">
          Nothing waits for it any more. <TextLink href="/home">Go home</TextLink>
        </Notice>
      ) : null}
      {changed && asked ? (
        <Notice tone="warning" title="The version changed while you were reading">
          Nothing was recorded. This is the one to agree to now.
        </Notice>
      ) : null}
      {asked ? (
        <div data-agreement-asked>
          <Asked asked={asked} last={last} waits={waits} />
        </div>
      ) : null}
      {given.length > 0 ? <Given given={given} zone={zone} /> : null}
    </Stack>
  );
}
