import { z } from "zod";
import { capital } from "@/app/_ui/capital";
import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { DefinitionList } from "@/app/_ui/definition-list";
import { LinkButton } from "@/app/_ui/link-button";
import { memberReasonNames } from "@/app/_ui/member-reasons";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { TextLink } from "@/app/_ui/text-link";
import { may } from "@/lib/accounts/permissions";
import { type Member, type MemberReason, memberReasons, readMember } from "@/lib/accounts/read-member";
import { AppError } from "@/lib/base/errors";
import { readMoney } from "@/lib/membership/read-money";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { missing, requireStaff, type StaffSession, staffActor, titleFor } from "@/lib/web/session";
import { isRunning, planName } from "../../plan-names";
import { stateTones } from "../shape";
import { MoneySection } from "./money-section";
import { ReasonForm } from "./reason-form";
import { StandingForms } from "./standing-forms";

export const generateMetadata = () => titleFor("members.read", "Member");

async function find(staff: StaffSession, id: string, reason: MemberReason): Promise<Member> {
  return await readMember(staffActor(staff), id, reason).catch(async (thrown: unknown) => {
    if (thrown instanceof AppError && thrown.refusal === "not_found") return await missing();
    throw thrown;
  });
}

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ reason?: string | string[] }> };

/** Says first why one looks; only then is anything shown. Each showing is one line that the member can read, with that reason. */
export default async function MemberPage({ params, searchParams }: Props) {
  const staff = await requireStaff("members.read");
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) return await missing();
  const asked = (await searchParams).reason;
  const reason = memberReasons.find((known) => known === asked);
  if (!reason) return <AskWhy />;
  const member = await find(staff, id.data, reason);
  const zone = await readTimeZone(staff.accountId);
  const money = may(staff.role, "money.read") ? await readMoney(staffActor(staff), member.id, reason) : null;
  const { standing } = member;
  const isSelf = member.id === staff.accountId;
  return (
    <Stack>
      <PageHeader
        title={<span className="wrap-anywhere">{member.email}</span>}
        lead={
          <>
            Joined on <DateTime at={member.createdAt} zone={zone} />
          </>
        }
        actions={<StatusBadge tone={stateTones[member.state]}>{capital(member.state)}</StatusBadge>}
      />
      <Section title="How they stand" lead="States and counts. What they do, accept and earn is theirs; this look is written in their log.">
        <Card>
          <DefinitionList
            items={[
              { term: "Role", detail: capital(member.role ?? "member") },
              { term: "Plan", detail: capital(planName(standing.plan)) },
              {
                term: "Billing period ends",
                detail: standing.planUntil && isRunning(standing.plan) ? <DateTime at={standing.planUntil} zone={zone} /> : "No date",
              },
              { term: "Connections that work", detail: `${standing.working} of ${standing.connections}` },
              { term: "Devices logged in", detail: String(standing.sessions) },
              { term: "Second factors", detail: String(standing.factors) },
            ]}
          />
        </Card>
        <div className="flex flex-wrap gap-3">
          {may(staff.role, "members.contact") && member.state !== "erased" ? (
            <LinkButton href={`/operator/members/${member.id}/contact`}>How to reach them</LinkButton>
          ) : null}
          {may(staff.role, "members.support-view") ? (
            <LinkButton href={`/operator/members/${member.id}/support`}>Look with the member's leave</LinkButton>
          ) : null}
        </div>
      </Section>
      {money ? <MoneySection money={money} member={member.id} mayRefund={may(staff.role, "refunds.write") && !isSelf} zone={zone} /> : null}
      <Section title="What can be done" lead="Each is a line in the access log, with your name.">
        {isSelf ? (
          <p className="text-soft">This is your own account. Nobody changes their own standing; ask another owner.</p>
        ) : (
          <StandingForms member={member} money={money} role={staff.role} zone={zone} />
        )}
      </Section>
      <p>
        <TextLink href="/operator/members" alone>
          All members
        </TextLink>
      </p>
    </Stack>
  );
}

function AskWhy() {
  return (
    <Stack>
      <PageHeader
        title="A member's account"
        lead="Address, state, role, counts and what can be done. The member reads each look, with its reason."
      />
      <ReasonForm names={memberReasonNames} submit="Show the account" />
      <p>
        <TextLink href="/operator/members" alone>
          All members
        </TextLink>
      </p>
    </Stack>
  );
}
