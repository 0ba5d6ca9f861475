import { capital } from "@/app/_ui/capital";
import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { LinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { type BadgeTone, StatusBadge } from "@/app/_ui/status-badge";
import { readPlaces } from "@/lib/accounts/cap-members";
import { inviteDays } from "@/lib/accounts/invite";
import { listAsks, longestWaiting } from "@/lib/accounts/list-asks";
import { type ListedInvite, listInvites } from "@/lib/accounts/list-invites";
import { may } from "@/lib/accounts/permissions";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { pageOf, type Query, readAsked } from "../list/list-shape";
import { type ListColumn, StaffList } from "../list/staff-list";
import { RowForm } from "../row-form";
import { makeInvite, sendInviteAgain, takeInviteBack } from "./actions";
import { Places } from "./places";
import { invitesShape } from "./shape";
import { mostWaiting, Waiting } from "./waiting";

export const generateMetadata = () => titleFor("invites.read", "Invites");

const tones: Record<ListedInvite["state"], BadgeTone> = {
  "waiting to be sent": "info",
  sent: "info",
  "could not be sent": "bad",
  redeemed: "good",
  expired: "warn",
  revoked: "neutral",
};
type Invites = ListColumn<ListedInvite, "made" | "email" | "expires">[];

function columnsIn(zone: string, mayWrite: boolean): Invites {
  const columns: Invites = [
    { head: "Address", rowHead: true, sort: "email", cell: ({ email }) => <span className="wrap-anywhere">{email}</span> },
    { head: "State", cell: ({ state }) => <StatusBadge tone={tones[state]}>{capital(state)}</StatusBadge> },
    { head: "Since", cell: ({ since }) => <DateTime at={since} zone={zone} /> },
    {
      head: "Link works until",
      sort: "expires",
      cell: ({ worksUntil }) => (worksUntil ? <DateTime at={worksUntil} zone={zone} /> : <span className="text-soft">Does not work</span>),
    },
    { head: "Links made", cell: ({ links }) => String(links) },
  ];
  if (!mayWrite) return columns;
  const cell = ({ id, email, state }: ListedInvite) =>
    state !== "redeemed" && state !== "revoked" ? (
      <div className="flex flex-wrap gap-2">
        <RowForm action={sendInviteAgain} name="invite" id={id} about={`to ${email}`}>
          Send again
        </RowForm>
        <RowForm action={takeInviteBack} name="invite" id={id} about={`the invite of ${email}`}>
          Revoke
        </RowForm>
      </div>
    ) : (
      <span className="text-soft">Nothing</span>
    );
  return [...columns, { head: "What to do", cell }];
}

export default async function InvitesPage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff("invites.read");
  const asked = readAsked(invitesShape, await searchParams);
  const actor = staffActor(staff);
  const [rows, asks, places, zone] = await Promise.all([
    listInvites(actor, { ...pageOf(asked), search: asked.search, ...asked.filters }),
    listAsks(actor, { ...longestWaiting, limit: mostWaiting }),
    readPlaces(actor),
    readTimeZone(staff.accountId),
  ]);
  const mayWrite = may(staff.role, "invites.write");
  return (
    <Stack>
      <PageHeader title="Invites" lead={`Nobody joins without one. A link is only ever mailed, works once, and for ${inviteDays} days.`} />
      {mayWrite ? (
        <Card
          title="Invite someone"
          actions={
            <LinkButton href="/operator/invites/bulk" tone="secondary" size="small">
              Invite many from a file
            </LinkButton>
          }
        >
          <Form action={makeInvite} submit="Send the invite" pending="Sending">
            <Field name="email" label="E-mail address" type="email" autoComplete="off" required maxLength={254} />
          </Form>
        </Card>
      ) : null}
      <Waiting asks={asks} zone={zone} mayWrite={mayWrite} />
      <Places places={places} mayCap={may(staff.role, "members.cap")} />
      <StaffList
        shape={invitesShape}
        asked={asked}
        title="Invites"
        columns={columnsIn(zone, mayWrite)}
        rows={rows}
        mayExport={may(staff.role, "lists.export")}
        empty={
          <EmptyState title="Nobody has been invited yet">
            Each invite is listed here, with whether its link has been sent, works or was used.
          </EmptyState>
        }
      />
    </Stack>
  );
}
