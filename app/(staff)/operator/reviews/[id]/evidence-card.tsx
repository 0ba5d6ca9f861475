import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { DefinitionList } from "@/app/_ui/definition-list";
import { Notice } from "@/app/_ui/notice";
import { StatusBadge } from "@/app/_ui/status-badge";
import type { Evidence } from "@/lib/oversight/reviews/read-evidence";

const broken = {
  no_key: "The worker has not told of its public key yet, so its signature cannot be checked. Load the page again in a minute.",
  signature: "The summary is not signed by the worker's present key for evidence: it was altered, or the key was replaced.",
  items: "The items are not those that were signed: something was altered after the review was closed.",
} as const;

/** What the worker signed of a closed review, checked as it is shown, and the file of it. */
export function EvidenceCard({ evidence, path, zone }: { evidence: Evidence; path: string; zone: string }) {
  if (!evidence.holds) {
    return (
      <Notice tone="danger" title="The evidence does not hold">
        <p>{broken[evidence.because]}</p>
      </Notice>
    );
  }
  const { summary } = evidence;
  return (
    <Card
      title="Evidence"
      actions={<StatusBadge tone="good">Signature and items hold</StatusBadge>}
      footer={
        <a href={path} download className="text-link inline-flex min-h-11 items-center">
          Download the evidence, with its items and the public key
        </a>
      }
    >
      <DefinitionList
        items={[
          { term: "Closed", detail: <DateTime at={new Date(summary.closedAt)} zone={zone} /> },
          { term: "In time", detail: summary.late ? "No, late" : "Yes" },
          { term: "In order, questions, violations", detail: `${summary.ok}, ${summary.questions}, ${summary.violations}` },
          { term: "Judged by another person", detail: `${summary.independent} of ${summary.items}` },
          { term: "Reviewed by oneself, not independent", detail: `${summary.selfReviewed} of ${summary.items}` },
          { term: "SHA-256 of the items", detail: <code className="text-sm wrap-anywhere">{summary.itemsHash}</code> },
        ]}
      />
    </Card>
  );
}
