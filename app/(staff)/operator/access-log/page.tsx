import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { Table } from "@/app/_ui/table";
import type { LogReason } from "@/lib/oversight/log/log-reasons";
import { mostExported, searchLog } from "@/lib/oversight/log/search-log";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, type StaffSession, staffActor, titleFor } from "@/lib/web/session";
import { lineColumns } from "./line-columns";
import { type Asked, fieldsOf, readQuery } from "./query";
import { SearchForm } from "./search-form";
import { VouchedNotice } from "./vouched-notice";

export const generateMetadata = () => titleFor("access-log.read", "Access log");

const perPage = 50;
type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Says first why one reads; only then is anything shown. Each showing is a line of the log itself. */
export default async function AccessLogPage({ searchParams }: Props) {
  const staff = await requireStaff("access-log.read");
  const asked = readQuery(await searchParams);
  return (
    <Stack>
      <PageHeader
        title="Access log"
        lead="Who touched whose data, what they did and why. Reading it is written in it too, with your name and reason."
      />
      <SearchForm asked={asked} />
      {asked.reason ? <Found staff={staff} asked={asked} reason={asked.reason} /> : null}
    </Stack>
  );
}

async function Found({ staff, asked, reason }: { staff: StaffSession; asked: Asked; reason: LogReason }) {
  const [{ lines, newest, exported }, zone] = await Promise.all([
    searchLog(staffActor(staff), asked.query, reason, perPage + 1),
    readTimeZone(staff.accountId),
  ]);
  const shown = lines.slice(0, perPage);
  const last = shown.at(-1);
  const here = (after: string | null) =>
    `/operator/access-log?${new URLSearchParams(fieldsOf({ query: { ...asked.query, after }, reason }))}`;
  return (
    <>
      <VouchedNotice newest={newest} exported={exported} zone={zone} />
      {shown.length === 0 ? (
        <EmptyState title="No such line">
          No line fits all of what you ask for. An act and a reason count only whole; an address that nobody has finds nothing.
        </EmptyState>
      ) : (
        <Table caption="Lines of the access log" columns={lineColumns(zone)} rows={shown} rowKey={({ id }) => id} />
      )}
      <div className="flex flex-wrap gap-3">
        {lines.length > perPage && last ? (
          <LinkButton href={here(last.id)}>{asked.query.order === "newest" ? "Earlier lines" : "Later lines"}</LinkButton>
        ) : null}
        {asked.query.after ? (
          <LinkButton href={here(null)} tone="secondary">
            From the beginning of this search
          </LinkButton>
        ) : null}
        {shown.length > 0 ? <ExportForm asked={asked} /> : null}
      </div>
    </>
  );
}

/** A plain form: its answer is a file, or leads to the verification page and back. */
function ExportForm({ asked }: { asked: Asked }) {
  const fields = Object.entries(fieldsOf({ ...asked, query: { ...asked.query, after: null } }));
  return (
    <form action="/operator/access-log/export" method="post">
      {fields.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button type="submit" tone="secondary">
        Export up to {mostExported.toLocaleString("en-US")} of these as CSV
      </Button>
    </form>
  );
}
