import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { Form } from "@/app/_ui/form";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { Select } from "@/app/_ui/select";
import { Stack } from "@/app/_ui/stack";
import { type Column, Table } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { readSupportLeave, type StaffLook } from "@/lib/accounts/give-support-leave";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireMember } from "@/lib/web/session";
import { actText, reasonText } from "../../activity/access-log/act-texts";
import { giveLeave, takeLeaveBack } from "./actions";

export const metadata = { title: "Support" };

const lengths = [
  { value: "hour", label: "1 hour" },
  { value: "day", label: "1 day" },
  { value: "week", label: "7 days" },
];

const columnsIn = (zone: string): Column<StaffLook>[] => [
  { head: "When", rowHead: true, cell: ({ at }) => <DateTime at={at} zone={zone} /> },
  { head: "What", cell: ({ what }) => actText(what) },
  { head: "Why", cell: ({ what, reason }) => reasonText(what, reason) },
];

export default async function SupportPage() {
  const member = await requireMember();
  const [{ leave, looks }, zone] = await Promise.all([readSupportLeave(member.accountId), readTimeZone(member.accountId)]);
  return (
    <Stack>
      <PageHeader title="Support" lead="Nobody can log in as you or act for you. If you need help, you can let support look." />
      <Section
        title="Let support look"
        lead="Your plan, connections and whether they work, schedule, rules and the latest outcomes. Not your address, no login, no order."
      >
        <Card>
          {leave ? (
            <>
              <p>
                Support may look until <DateTime at={leave.expiresAt} zone={zone} />.
              </p>
              <Form action={takeLeaveBack} submit="Take the leave back" pending="One moment" tone="danger" />
            </>
          ) : (
            <Form action={giveLeave} submit="Let support look" pending="One moment">
              <Select
                name="length"
                label="For how long"
                options={lengths}
                defaultValue="hour"
                hint="You can take it back earlier."
                required
              />
            </Form>
          )}
        </Card>
      </Section>
      <Section
        title="Who looked"
        lead="The latest looks of staff, with your leave or without. Without it staff see your address, state, role and counts, and with a reason how to reach you."
      >
        {looks.length === 0 ? (
          <EmptyState title="Nobody has looked">When staff look at your account, it is listed here with the reason.</EmptyState>
        ) : (
          <Table caption="Looks of staff" columns={columnsIn(zone)} rows={looks} rowKey={({ id }) => id} />
        )}
        <p>
          <TextLink href="/activity/access-log?by=staff" alone>
            Looks and changes of staff, in the access log
          </TextLink>
        </p>
      </Section>
      <p>
        <TextLink href="/settings" alone>
          All settings
        </TextLink>
      </p>
    </Stack>
  );
}
