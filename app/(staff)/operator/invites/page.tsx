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
import { type Column, Table } from "@/app/_ui/table";
import { inviteDays } from "@/lib/accounts/invite";
import { type ListedInvite, listAsks, listInvites } from "@/lib/accounts/list-invites";
import { may } from "@/lib/accounts/permissions";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { FilterForm } from "../filter-form";
import { cutPage, perPage, type Query, readFilter } from "../list-filter";
import { RowForm } from "../row-form";
import { makeInvite, sendInviteAgain, takeInviteBack } from "./actions";

export const generateMetadata = () => titleFor("invites.read", "Invites");

const tones: Record<ListedInvite["state"], BadgeTone> = {
  "waiting to be sent": "info",
  sent: "info",
  "could not be sent": "bad",
  redeemed: "good",
  expired: "warn",
  revoked: "neutral",
};
const states = ["open", "redeemed", "expired", "revoked"] as const;

function columnsIn(zone: string, mayWrite: boolean): Column<ListedInvite>[] {
  const columns: Column<ListedInvite>[] = [
    { head: "Address", rowHead: true, cell: ({ email }) => <span className="wrap-anywhere sm:inline-block sm:min-w-60">{email}</span> },
    { head: "State", cell: ({ state }) => <StatusBadge tone={tones[state]}>{capital(state)}</StatusBadge> },
    { head: "Since", cell: ({ since }) => <DateTime at={since} zone={zone} /> },
    {
      head: "Link works until",
      cell: ({ worksUntil }) => (worksUntil ? <DateTime at={worksUntil} zone={zone} /> : <span className="text-soft">Does not work</span>),
    },
    { head: "Links made", cell: ({ links }) => String(links) },
  ];
  if (!mayWrite) return columns;
  const cell = ({ inviteId, email, state }: ListedInvite) =>
    state !== "redeemed" && state !== "revoked" ? (
      <div className="flex flex-wrap gap-2">
        <RowForm action={sendInviteAgain} name="invite" id={inviteId} about={`to ${email}`}>
          Send again
        </RowForm>
        <RowForm action={takeInviteBack} name="invite" id={inviteId} about={`the invite of ${email}`}>
          Revoke
        </RowForm>
      </div>
    ) : (
      <span className="text-soft">Nothing</span>
    );
  return [...columns, { head: "What to do", cell }];
}

function NoInvite({ isSearch }: { isSearch: boolean }) {
  if (isSearch)
    return <EmptyState title="No such invite">No invite fits what you look for. Try another part of the address, or any state.</EmptyState>;
  return (
    <EmptyState title="Nobody has been invited yet">
      Each invite is listed here, with whether its link has been sent, works or was used.
    </EmptyState>
  );
}

export default async function InvitesPage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff("invites.read");
  const filter = readFilter(await searchParams, states);
  const actor = staffActor(staff);
  const [found, asks, zone] = await Promise.all([
    listInvites(actor, { ...filter, limit: perPage + 1 }),
    listAsks(actor),
    readTimeZone(staff.accountId),
  ]);
  const { shown, older } = cutPage(found, ({ inviteId }) => inviteId, "/operator/invites", filter);
  const mayWrite = may(staff.role, "invites.write");
  return (
    <Stack>
      <PageHeader title="Invites" lead={`Nobody joins without one. A link is only ever mailed, works once, and for ${inviteDays} days.`} />
      {mayWrite ? (
        <Card title="Invite someone">
          <Form action={makeInvite} submit="Send the invite" pending="Sending">
            <Field name="email" label="E-mail address" type="email" autoComplete="off" required maxLength={254} />
          </Form>
        </Card>
      ) : null}
      {asks.length > 0 ? (
        <Card title="Waiting for a new link">
          <ul className="divide-y divide-line">
            {asks.map(({ email, askedAt }) => (
              <li key={email} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-2.5">
                <span className="min-w-0">
                  <span className="font-medium wrap-anywhere">{email}</span>{" "}
                  <span className="text-soft">
                    asked on <DateTime at={askedAt} zone={zone} />
                  </span>
                </span>
                {mayWrite ? (
                  <RowForm action={makeInvite} name="email" id={email} about={email}>
                    Invite
                  </RowForm>
                ) : null}
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      <FilterForm path="/operator/invites" search={filter.search} state={filter.state} states={states} />
      {shown.length === 0 ? (
        <NoInvite isSearch={filter.search !== "" || filter.state !== null || filter.before !== null} />
      ) : (
        <Table caption="Invites, newest first" columns={columnsIn(zone, mayWrite)} rows={shown} rowKey={({ inviteId }) => inviteId} />
      )}
      {older ? (
        <p>
          <LinkButton href={older}>Older invites</LinkButton>
        </p>
      ) : null}
    </Stack>
  );
}
