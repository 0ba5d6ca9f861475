import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { Form } from "@/app/_ui/form";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { TextLink } from "@/app/_ui/text-link";
import { readOwnNotices } from "@/lib/oversight/incidents/own-notices";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireMember } from "@/lib/web/session";
import { markRead } from "./actions";

export const metadata = { title: "Security notices" };

/** Every notice about an incident that the member was sent. */
export default async function SecurityNoticesPage() {
  const { accountId } = await requireMember();
  const [notices, zone] = await Promise.all([readOwnNotices(accountId, { unread: false }), readTimeZone(accountId)]);
  return (
    <Stack>
      <PageHeader title="Security notices" lead="What incidents meant for your data. Each was sent to you by mail too." />
      {notices.length === 0 ? (
        <EmptyState title="There is none">
          Should something happen that touches your data, you are told by mail and here. Something looks wrong to you?{" "}
          <TextLink href="/report">Report it</TextLink>.
        </EmptyState>
      ) : null}
      {notices.map(({ id, title, paragraphs, advice, at, readAt, drill }) => (
        <Card key={id} title={title} actions={drill ? <StatusBadge tone="info">Drill: for staff alone</StatusBadge> : undefined}>
          <p className="text-soft">
            Sent on <DateTime at={at} zone={zone} />
          </p>
          {paragraphs.map((text) => (
            <p key={text}>{text}</p>
          ))}
          <div className="grid gap-1.5">
            <p className="font-semibold">What to do</p>
            <ul className="list-disc pl-5">
              {advice.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          </div>
          {readAt ? (
            <p className="text-soft">
              You said on <DateTime at={readAt} zone={zone} /> that you have read it.
            </p>
          ) : (
            <Form action={markRead} submit="I have read this">
              <input type="hidden" name="notice" value={id} />
            </Form>
          )}
        </Card>
      ))}
    </Stack>
  );
}
