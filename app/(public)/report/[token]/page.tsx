import { DateTime } from "@/app/_ui/date-time";
import { DefinitionList } from "@/app/_ui/definition-list";
import { NarrowPage } from "@/app/_ui/narrow-page";
import { RelativeTime } from "@/app/_ui/relative-time";
import { StatusBadge } from "@/app/_ui/status-badge";
import { TextLink } from "@/app/_ui/text-link";
import { now } from "@/lib/base/clock";
import { readOwnReport } from "@/lib/oversight/public-reports/report";
import { outcomeTexts, stateTexts } from "../report-texts";

export const metadata = { title: "Your report", robots: { index: false } };

const zone = "UTC";

export default async function OwnReportPage({ params }: { params: Promise<{ token: string }> }) {
  const found = await readOwnReport(decodeURIComponent((await params).token));
  if (!found)
    return (
      <NarrowPage title="No report is here" lead="The link is not whole, or the report was deleted, some time after it was closed.">
        <p>
          <TextLink href="/report">Report something</TextLink>
        </p>
      </NarrowPage>
    );
  const { reference, createdAt, dueAt, lookedAt, closedAt, state, outcome, answer } = found;
  const items = [
    { term: "Reference", detail: reference },
    { term: "Received", detail: <DateTime at={createdAt} zone={zone} /> },
    {
      term: lookedAt ? "Looked at" : "Looked at by",
      detail: lookedAt ? (
        <DateTime at={lookedAt} zone={zone} />
      ) : (
        <>
          <DateTime at={dueAt} zone={zone} />, <RelativeTime at={dueAt} now={now()} zone={zone} />
        </>
      ),
    },
    { term: "Closed", detail: closedAt ? <DateTime at={closedAt} zone={zone} /> : "Not yet" },
  ];
  return (
    <NarrowPage title="Your report" lead="Whoever has this page's address sees this. Keep it to yourself.">
      <p>
        <StatusBadge tone={closedAt ? "good" : lookedAt ? "info" : dueAt < now() ? "bad" : "warn"}>{stateTexts[state]}</StatusBadge>
      </p>
      <DefinitionList items={items} />
      {outcome ? <p>{outcomeTexts[outcome]}</p> : null}
      {answer ? <p className="whitespace-pre-wrap wrap-anywhere">{answer}</p> : null}
    </NarrowPage>
  );
}
