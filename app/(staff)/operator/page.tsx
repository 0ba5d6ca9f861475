import { Card } from "@/app/_ui/card";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { readToday } from "@/lib/oversight/read-today";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { todayTexts } from "./today-texts";

export const generateMetadata = () => titleFor("console.read", "Operator");

export default async function OperatorPage() {
  const staff = await requireStaff("console.read");
  const waiting = await readToday(staffActor(staff), staff.role);
  return (
    <Stack>
      <PageHeader title="Today" lead="What needs a person." />
      {waiting.length === 0 ? (
        <EmptyState title="Nothing waits for you" action={<LinkButton href="/operator/members">Look at members</LinkButton>}>
          Alarms, reports, anomalies, incidents, reviews, factor resets, differences in the books, keys that are due and what was not purged
          appear here as soon as there are any.
        </EmptyState>
      ) : (
        waiting.map(({ kind, number }) => {
          const { href, title, text, go } = todayTexts[kind];
          return (
            <Card key={kind} title={title(number)} actions={<LinkButton href={href}>{go}</LinkButton>}>
              <p className="text-soft">{text}</p>
            </Card>
          );
        })
      )}
    </Stack>
  );
}
