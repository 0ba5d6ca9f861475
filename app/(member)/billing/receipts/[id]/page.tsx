import Link from "next/link";
import { notFound } from "next/navigation";
import { z } from "zod";
import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { DefinitionList } from "@/app/_ui/definition-list";
import { Money } from "@/app/_ui/money";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { TextLink } from "@/app/_ui/text-link";
import { readReceipt } from "@/lib/billing/read-receipt";
import { platformName } from "@/lib/platforms/ids";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireMember } from "@/lib/web/session";
import { notKept, whereToFind } from "../../../not-kept";
import { WorkTime } from "../../../work-time";

export const metadata = { title: "Receipt" };

const how = {
  read_back: "Read back from the platform afterwards: it named you as the one assigned.",
  webhook: "The platform announced it, and reading it back named you as the one assigned.",
} as const;

export default async function ReceiptPage({ params }: { params: Promise<{ id: string }> }) {
  const member = await requireMember();
  const id = z.uuid().safeParse((await params).id);
  const receipt = id.success ? await readReceipt(member.accountId, id.data) : null;
  if (!receipt) notFound();
  const zone = await readTimeZone(member.accountId);
  return (
    <Stack>
      <PageHeader title="Receipt" lead="One accepted work order, which is one scheduling bandwidth unit." />
      <Card>
        <DefinitionList
          items={[
            { term: "Amount", detail: <Money cents={receipt.amountCents} /> },
            ...(receipt.creditedAt
              ? [
                  {
                    term: "Credited in full",
                    detail: (
                      <>
                        <DateTime at={receipt.creditedAt} zone={zone} />: the buyer cancelled before the work began.
                      </>
                    ),
                  },
                ]
              : []),
            { term: "Platform", detail: platformName(receipt.platform) },
            {
              term: "Time of the work",
              detail: <WorkTime from={receipt.windowStart} to={receipt.windowEnd} zone={zone} siteZone={receipt.timeZone} />,
            },
            { term: "Pay and distance", detail: notKept.payAndDistance },
            { term: "Work order number", detail: notKept.number },
            { term: "Confirmed", detail: <DateTime at={receipt.confirmedAt} zone={zone} /> },
            { term: "How it was confirmed", detail: how[receipt.confirmedHow] },
            {
              term: "Seen unassigned before",
              detail: "Yes, so it became yours through this service.",
            },
            {
              term: "Invoice",
              detail: receipt.invoice
                ? `${receipt.invoice.number ?? receipt.invoice.id} (${receipt.invoice.status})`
                : "Comes with the next monthly invoice",
            },
            { term: "Receipt number", detail: <span className="break-all">{receipt.acceptanceId}</span> },
          ]}
        />
      </Card>
      <p className="max-w-prose text-soft">
        A receipt never holds what the work order says. {receipt.creditedAt ? "" : whereToFind(platformName(receipt.platform))}{" "}
        <TextLink href={`/offers/${receipt.offerId}`}>Why it was accepted</TextLink>
      </p>
      <p>
        <Link className="text-link" href="/billing">
          Back to billing
        </Link>
      </p>
    </Stack>
  );
}
