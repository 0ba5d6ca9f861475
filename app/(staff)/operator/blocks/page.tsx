import { z } from "zod";
import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { TextLink } from "@/app/_ui/text-link";
import { may } from "@/lib/accounts/permissions";
import { now } from "@/lib/base/clock";
import { type ListedBlock, listBlocks } from "@/lib/oversight/blocks/list-blocks";
import type { BlockReason } from "@/lib/oversight/blocks/reasons";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { pageOf, type Query, readAsked } from "../list/list-shape";
import { type ListColumn, StaffList } from "../list/staff-list";
import { RowForm } from "../row-form";
import { lift } from "./actions";
import { BlockForm } from "./block-form";
import { reasonNames } from "./names";
import { blocksShape } from "./shape";

export const generateMetadata = () => titleFor("blocks.read", "Blocks");

type BlockColumn = ListColumn<ListedBlock, "made" | "until">;
const stands = ({ liftedAt, until }: ListedBlock) => liftedAt === null && until > now();

function columnsIn(zone: string, mayLift: boolean): BlockColumn[] {
  const columns: BlockColumn[] = [
    {
      head: "Shut out",
      rowHead: true,
      cell: ({ network, accountId, email }) =>
        network ? (
          <code className="wrap-break-word">{network}</code>
        ) : (
          <TextLink href={`/operator/members/${accountId}`}>
            <span className="wrap-break-word">{email}</span>
          </TextLink>
        ),
    },
    { head: "Why", cell: ({ reason }) => reasonNames[reason as BlockReason] ?? reason },
    { head: "By", cell: ({ madeByEmail }) => <span className="wrap-break-word">{madeByEmail ?? "Someone on the host"}</span> },
    { head: "Made", sort: "made", cell: ({ createdAt }) => <DateTime at={createdAt} zone={zone} /> },
    { head: "End", sort: "until", cell: ({ until, liftedAt }) => <DateTime at={liftedAt ?? until} zone={zone} /> },
    {
      head: "State",
      cell: (block) => {
        if (stands(block)) return <StatusBadge tone="warn">Stands</StatusBadge>;
        return <StatusBadge tone="neutral">{block.liftedAt ? "Lifted" : "Run out"}</StatusBadge>;
      },
    },
  ];
  if (!mayLift) return columns;
  const cell = (block: ListedBlock) =>
    stands(block) ? (
      <RowForm action={lift} name="block" id={block.id} about={`the block of ${block.network ?? block.email}`}>
        Lift
      </RowForm>
    ) : (
      <span className="text-soft">Nothing</span>
    );
  return [...columns, { head: "What to do", cell }];
}

export default async function BlocksPage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff("blocks.read");
  const query = await searchParams;
  const asked = readAsked(blocksShape, query);
  const target = z.string().max(254).optional().catch(undefined).parse(query.target);
  const [rows, zone] = await Promise.all([
    listBlocks(staffActor(staff), { ...pageOf(asked), ...asked.filters }),
    readTimeZone(staff.accountId),
  ]);
  const mayBlock = may(staff.role, "blocks.write");
  return (
    <Stack>
      <PageHeader
        title="Blocks"
        lead="Networks and accounts that are shut out for a time. Each ends by itself, and each is a line in the access log."
      />
      {mayBlock ? (
        <Card title="Shut a network or an account out">
          <p className="text-soft">
            From a network no request is taken, but for messages that Stripe and platforms sign. To an account nobody can log in, and its
            sessions end; what Holdfast does for it goes on. To stop that too, suspend the account instead.
          </p>
          <BlockForm target={target} />
        </Card>
      ) : null}
      <StaffList
        shape={blocksShape}
        asked={asked}
        title="Blocks"
        columns={columnsIn(zone, mayBlock)}
        rows={rows}
        mayExport={may(staff.role, "lists.export")}
        empty={
          <EmptyState title="Nobody has been shut out yet">
            A network that guesses passwords, or an account that somebody else may have got into, can be shut out here until it is looked
            into.
          </EmptyState>
        }
      />
    </Stack>
  );
}
