import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { TextLink } from "@/app/_ui/text-link";
import { type InviteAsk, listAsks } from "@/lib/accounts/list-asks";
import { may } from "@/lib/accounts/permissions";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { pageOf, type Query, readAsked } from "../../list/list-shape";
import { type ListColumn, StaffList } from "../../list/staff-list";
import { RowForm } from "../../row-form";
import { makeInvite } from "../actions";
import { asksShape } from "./shape";

export const generateMetadata = () => titleFor("invites.read", "Waiting for a new link");

type AskColumn = ListColumn<InviteAsk, "asked" | "email">;

function columnsIn(zone: string, mayWrite: boolean): AskColumn[] {
  const columns: AskColumn[] = [
    { head: "Address", rowHead: true, sort: "email", cell: ({ email }) => <span className="wrap-anywhere">{email}</span> },
    { head: "Asked", sort: "asked", cell: ({ createdAt }) => <DateTime at={createdAt} zone={zone} /> },
  ];
  if (!mayWrite) return columns;
  const cell = ({ email }: InviteAsk) => (
    <RowForm action={makeInvite} name="email" id={email} about={email}>
      Invite
    </RowForm>
  );
  return [...columns, { head: "What to do", cell }];
}

export default async function AsksPage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff("invites.read");
  const asked = readAsked(asksShape, await searchParams);
  const [rows, zone] = await Promise.all([
    listAsks(staffActor(staff), { ...pageOf(asked), search: asked.search }),
    readTimeZone(staff.accountId),
  ]);
  return (
    <Stack>
      <PageHeader
        title="Waiting for a new link"
        lead={
          <>
            Their link no longer works, and they have asked for another. Whoever is invited is off this list, and on that of{" "}
            <TextLink href="/operator/invites">invites</TextLink>.
          </>
        }
      />
      <StaffList
        shape={asksShape}
        asked={asked}
        title="Waiting for a new link"
        columns={columnsIn(zone, may(staff.role, "invites.write"))}
        rows={rows}
        mayExport={may(staff.role, "lists.export")}
        empty={
          <EmptyState title="Nobody waits">Whoever asks for a new link, in place of one that works no longer, appears here.</EmptyState>
        }
      />
    </Stack>
  );
}
