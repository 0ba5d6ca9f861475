import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { TextLink } from "@/app/_ui/text-link";
import { may } from "@/lib/accounts/permissions";
import { now } from "@/lib/base/clock";
import { readReview, type ShownReview } from "@/lib/oversight/reviews/read-reviews";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, titleFor } from "@/lib/web/session";
import { findOrMissing } from "../../find-or-missing";
import { kindNames } from "../shape";
import { EvidenceCard } from "./evidence-card";
import { ItemCard } from "./item-card";

export const generateMetadata = () => titleFor("reviews.read", "Review");

function State({ review, left }: { review: ShownReview["review"]; left: number }) {
  if (review.closedAt) return <StatusBadge tone="good">Closed</StatusBadge>;
  if (left === 0) return <StatusBadge tone="info">About to be signed</StatusBadge>;
  return review.dueAt <= now() ? <StatusBadge tone="bad">Overdue</StatusBadge> : <StatusBadge tone="info">Open</StatusBadge>;
}

export default async function ReviewPage({ params }: { params: Promise<{ id: string }> }) {
  const staff = await requireStaff("reviews.read");
  const { review, items, evidence } = await findOrMissing(staff, (await params).id, readReview);
  const zone = await readTimeZone(staff.accountId);
  const left = items.filter(({ judgement }) => judgement === null).length;
  const drawn =
    review.kind === "accesses"
      ? `${items.length} of ${review.drawnFrom} accesses by staff, on the host and to the vault, drawn at random.`
      : "Every role that somebody has, and every key, as they were when the review was made.";
  return (
    <Stack>
      <PageHeader
        title={`${kindNames[review.kind]}, ${review.period}`}
        lead={
          <>
            {drawn} {left > 0 ? `${left} left to judge` : "All judged"}; due on <DateTime at={review.dueAt} zone={zone} />.
          </>
        }
        actions={<State review={review} left={left} />}
      />
      {evidence ? <EvidenceCard evidence={evidence} path={`/operator/reviews/${review.id}/evidence`} zone={zone} /> : null}
      {items.length === 0 ? (
        <EmptyState title="Nothing to judge">
          In this time nobody of staff looked at or changed anything, and no login was opened.
        </EmptyState>
      ) : (
        items.map((item) => (
          <ItemCard key={item.id} item={item} zone={zone} mayJudge={may(staff.role, "reviews.judge") && review.closedAt === null} />
        ))
      )}
      <p>
        <TextLink href="/operator/reviews" alone>
          All reviews
        </TextLink>
      </p>
    </Stack>
  );
}
