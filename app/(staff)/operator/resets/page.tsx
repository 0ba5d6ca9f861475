import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { may } from "@/lib/accounts/permissions";
import { listFactorResets } from "@/lib/accounts/reset-factors";
import { now } from "@/lib/base/clock";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { RowForm } from "../row-form";
import { cancel, confirm } from "./actions";

export const generateMetadata = () => titleFor("factors.read-resets", "Factor resets");

export default async function ResetsPage() {
  const staff = await requireStaff("factors.read-resets");
  const [resets, zone] = await Promise.all([listFactorResets(staffActor(staff)), readTimeZone(staff.accountId)]);
  const mayReset = may(staff.role, "factors.reset");
  const at = now();
  return (
    <Stack>
      <PageHeader
        title="Factor resets"
        lead="For people who have lost every second factor. One of staff asks on the member's page, another confirms here."
      />
      {resets.length === 0 ? (
        <EmptyState title="No reset is under way">Whoever has lost one factor can still use another, or a recovery code.</EmptyState>
      ) : null}
      {resets.map(({ id, accountId, email, askedBy, askedByEmail, createdAt, effectiveAt }) => (
        <Card
          key={id}
          title={<span className="wrap-anywhere">{email}</span>}
          actions={
            effectiveAt === null ? (
              <StatusBadge tone="warn">Needs a second person</StatusBadge>
            ) : (
              <StatusBadge tone={effectiveAt > at ? "warn" : "info"}>
                {effectiveAt > at ? "Counts down" : "At their next login"}
              </StatusBadge>
            )
          }
        >
          <p className="text-soft">
            {askedBy === null ? "Asked for on the host" : `Asked for by ${askedByEmail}`} on <DateTime at={createdAt} zone={zone} />.{" "}
            {effectiveAt && effectiveAt > at ? (
              <>
                It counts from <DateTime at={effectiveAt} zone={zone} /> on.
              </>
            ) : null}
          </p>
          {mayReset ? (
            <div className="flex flex-wrap gap-3">
              {effectiveAt === null && askedBy !== staff.accountId && accountId !== staff.accountId ? (
                <RowForm action={confirm} name="reset" id={id} about={`the reset for ${email}`} danger>
                  Confirm
                </RowForm>
              ) : null}
              <RowForm action={cancel} name="reset" id={id} about={`the reset for ${email}`}>
                Cancel
              </RowForm>
            </div>
          ) : null}
        </Card>
      ))}
    </Stack>
  );
}
