import { z } from "zod";
import { lookReasonNames } from "@/app/_ui/look-reasons";
import { Notice } from "@/app/_ui/notice";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { TextLink } from "@/app/_ui/text-link";
import { type LookReason, lookReasons } from "@/lib/accounts/give-support-leave";
import { AppError } from "@/lib/base/errors";
import { readSupportView, type SupportView } from "@/lib/membership/read-support-view";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { answerWithStatus } from "@/lib/web/answer-status";
import { missing, requireStaff, type StaffSession, staffActor, titleFor } from "@/lib/web/session";
import { ReasonForm } from "../reason-form";
import { SupportLook } from "./view";

export const generateMetadata = () => titleFor("members.support-view", "Support view");

/** The view, or null when the member gives no leave. */
async function look(staff: StaffSession, id: string, reason: LookReason): Promise<SupportView | null> {
  try {
    return await readSupportView(staffActor(staff), id, reason);
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    if (thrown.refusal === "not_found") return await missing();
    answerWithStatus(thrown.status);
    return null;
  }
}

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ reason?: string | string[] }> };

/** Says first why one looks; only then, and only with the member's leave, is anything shown. Each showing is one line in their log. */
export default async function SupportPage({ params, searchParams }: Props) {
  const staff = await requireStaff("members.support-view");
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) return await missing();
  const asked = (await searchParams).reason;
  const reason = lookReasons.find((known) => known === asked);
  const [view, zone] = [reason ? await look(staff, id.data, reason) : null, await readTimeZone(staff.accountId)];
  return (
    <Stack>
      <PageHeader
        title={view ? view.email : "Look with the member's leave"}
        lead="Read-only, redacted, and for as long as the member allows. They see each look, with its reason."
      />
      {view ? <SupportLook view={view} zone={zone} /> : null}
      {reason && !view ? (
        <Notice tone="warning" title="The member gives no leave">
          <p>Nothing was shown. Ask them to give it under Settings, Support; it can be for an hour, a day or a week.</p>
        </Notice>
      ) : null}
      {view ? null : <ReasonForm names={lookReasonNames} submit="Look" />}
      <p>
        <TextLink href={`/operator/members/${id.data}`} alone>
          Back to the member
        </TextLink>
      </p>
    </Stack>
  );
}
