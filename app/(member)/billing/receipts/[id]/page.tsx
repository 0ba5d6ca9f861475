import { z } from "zod";
import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { DefinitionList } from "@/app/_ui/definition-list";
import { Money } from "@/app/_ui/money";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { TextLink } from "@/app/_ui/text-link";
import { whenCredited } from "@/app/_ui/when-billed";
import { type Receipt, readReceipt } from "@/lib/billing/read-receipt";
import { platformName } from "@/lib/platforms/ids";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { missing, requireMember } from "@/lib/web/session";
import { notKept, whereToFind } from "../../../not-kept";
import { WorkTime } from "../../../work-time";
import { InvoiceOf } from "./invoice-of";
import { LogLine } from "./log-line";
import { Print } from "./print";

export const metadata = { title: "Receipt" };

const how = {
  read_back: "Read back from the platform afterwards: it named you as the one assigned.",
  webhook: "A signed message of the platform had us read the order at once: it named you as the one assigned.",
} as const;

function linesOf(receipt: Receipt, email: string, zone: string) {
  const credited = receipt.creditedAt
    ? [
        {
          term: "Credited in full",
          detail: (
            <>
              <DateTime at={receipt.creditedAt} zone={zone} />: the buyer cancelled in time.{" "}
              {receipt.creditInvoice ? `On invoice ${receipt.creditInvoice.number ?? receipt.creditInvoice.id}.` : "On the next invoice."}
            </>
          ),
        },
        { term: "Charged in the end", detail: <Money cents={0} /> },
      ]
    : [];
  return [
    { term: "For", detail: <span className="wrap-anywhere">{email}</span> },
    { term: "Amount", detail: <Money cents={receipt.amountCents} /> },
    ...credited,
    { term: "Invoice", detail: <InvoiceOf receipt={receipt} zone={zone} /> },
    { term: "Platform", detail: platformName(receipt.platform) },
    {
      term: "Time of the work",
      detail: <WorkTime from={receipt.windowStart} to={receipt.windowEnd} zone={zone} siteZone={receipt.timeZone} />,
    },
    { term: "Pay and distance", detail: notKept.payAndDistance },
    { term: "Work order number", detail: notKept.number },
    { term: "Confirmed", detail: <DateTime at={receipt.confirmedAt} zone={zone} /> },
    { term: "How it was confirmed", detail: how[receipt.confirmedHow] },
    { term: "Seen unassigned before", detail: "Yes, so it became yours through this service." },
    { term: "Line in the access log", detail: <LogLine line={receipt.logLine} zone={zone} /> },
    { term: "Receipt number", detail: <span className="break-all">{receipt.acceptanceId}</span> },
  ];
}

export default async function ReceiptPage({ params }: { params: Promise<{ id: string }> }) {
  const member = await requireMember();
  const id = z.uuid().safeParse((await params).id);
  const receipt = id.success ? await readReceipt(member.accountId, id.data) : null;
  if (!receipt) return await missing();
  const zone = await readTimeZone(member.accountId);
  return (
    <Stack>
      <div className="print-alone">
        <Stack>
          <PageHeader title="Receipt" lead="Holdfast: one accepted work order, which is one scheduling bandwidth unit." />
          <Card>
            <DefinitionList items={linesOf(receipt, member.email, zone)} />
          </Card>
        </Stack>
      </div>
      <p className="max-w-prose text-soft">
        A receipt never holds what the work order says.{" "}
        {receipt.creditedAt ? "" : `${whereToFind(platformName(receipt.platform))} ${whenCredited}`}{" "}
        <TextLink href={`/offers/${receipt.offerId}`}>Why it was accepted</TextLink>
      </p>
      <div className="flex flex-wrap items-center gap-4">
        <Print />
        <TextLink href="/billing" alone>
          Back to billing
        </TextLink>
      </div>
    </Stack>
  );
}
