import { Card } from "@/app/_ui/card";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { may, type Permission } from "@/lib/accounts/permissions";
import { readConsole, type Waiting } from "@/lib/membership/read-console";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";

export const generateMetadata = () => titleFor("console.read", "Operator");

type Kind = { of: keyof Waiting; permission: Permission; href: string; title: (number: number) => string; text: string; go: string };

const plural = (number: number, one: string, many: string) => (number === 1 ? `1 ${one}` : `${number} ${many}`);
const kinds: Kind[] = [
  {
    of: "reports",
    permission: "reports.read",
    href: "/operator/reports",
    title: (number) => `${plural(number, "report", "reports")} of a login that was not the member's`,
    text: "Their sessions have ended and their automation is paused. Someone should speak with them.",
    go: "Look into reports",
  },
  {
    of: "resets",
    permission: "factors.read-resets",
    href: "/operator/resets",
    title: (number) => `${plural(number, "reset", "resets")} of second factors under way`,
    text: "Each needs a second person's word, or is counting down and can still be cancelled.",
    go: "Look at resets",
  },
  {
    of: "differences",
    permission: "money.read",
    href: "/operator/money",
    title: (number) => `${plural(number, "difference", "differences")} between our books and Stripe's`,
    text: "Each is shown with the repair that is proposed. Nothing is repaired before somebody asks for it.",
    go: "Look at money",
  },
  {
    of: "asks",
    permission: "invites.read",
    href: "/operator/invites",
    title: (number) => `${plural(number, "person waits", "people wait")} for a new invite`,
    text: "Their link no longer works, and they have asked for another.",
    go: "Look at invites",
  },
];

export default async function OperatorPage() {
  const staff = await requireStaff("console.read");
  const waiting = await readConsole(staffActor(staff));
  const due = kinds.filter(({ of, permission }) => may(staff.role, permission) && waiting[of] > 0);
  return (
    <Stack>
      <PageHeader title="Today" lead="What needs a person." />
      {due.length === 0 ? (
        <EmptyState title="Nothing waits for you" action={<LinkButton href="/operator/members">Look at members</LinkButton>}>
          Reports, factor resets, differences in the books and asks for an invite appear here as soon as there are any.
        </EmptyState>
      ) : (
        due.map(({ of, href, title, text, go }) => (
          <Card key={of} title={title(waiting[of])} actions={<LinkButton href={href}>{go}</LinkButton>}>
            <p className="text-soft">{text}</p>
          </Card>
        ))
      )}
    </Stack>
  );
}
