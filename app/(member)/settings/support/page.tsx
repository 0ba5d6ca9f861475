import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { Form } from "@/app/_ui/form";
import { lookReasonName } from "@/app/_ui/look-reasons";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { Select } from "@/app/_ui/select";
import { Stack } from "@/app/_ui/stack";
import { type Column, Table } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { readSupportLeave, type SupportLook } from "@/lib/accounts/give-support-leave";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireMember } from "@/lib/web/session";
import { giveLeave, takeLeaveBack } from "./actions";

export const metadata = { title: "Support" };

const lengths = [
  { value: "hour", label: "1 hour" },
  { value: "day", label: "1 day" },
  { value: "week", label: "7 days" },
];

const columnsIn = (zone: string): Column<SupportLook>[] => [
  { head: "When", rowHead: true, cell: ({ at }) => <DateTime at={at} zone={zone} /> },
  { head: "Why", cell: ({ reason }) => lookReasonName(reason) },
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
      <Section title="Who looked" lead="Every look of support, newest first.">
        {looks.length === 0 ? (
          <EmptyState title="Nobody has looked">When support looks at your data, it is listed here with the reason.</EmptyState>
        ) : (
          <Table caption="Looks of support" columns={columnsIn(zone)} rows={looks} rowKey={({ id }) => id} />
        )}
      </Section>
      <p>
        <TextLink href="/settings" alone>
          All settings
        </TextLink>
      </p>
    </Stack>
  );
}
