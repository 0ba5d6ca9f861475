import type { ReactNode } from "react";
import { Card } from "@/app/_ui/card";
import { type BadgeTone, StatusBadge } from "@/app/_ui/status-badge";
import { type Column, Table } from "@/app/_ui/table";

type Row = { line: number; address: string; verdict: string };

const verdicts: Record<string, { tone: BadgeTone; text: string }> = {
  invite: { tone: "good", text: "Will be invited" },
  invited: { tone: "good", text: "Invited" },
  not_an_address: { tone: "bad", text: "No e-mail address" },
  twice: { tone: "neutral", text: "Stands above already" },
  already_member: { tone: "neutral", text: "Has an account" },
  already_invited: { tone: "neutral", text: "Has an open invite" },
};

const columnsFor = (isSent: boolean): Column<Row>[] => [
  { head: "Line", align: "end", cell: ({ line }) => String(line) },
  { head: "Address", rowHead: true, cell: ({ address }) => <span className="wrap-anywhere">{address || "(empty)"}</span> },
  {
    head: isSent ? "What became of it" : "What it comes to",
    cell: ({ verdict }) => {
      const { tone, text } = verdicts[isSent && verdict === "invite" ? "invited" : verdict] ?? { tone: "neutral", text: verdict };
      return <StatusBadge tone={tone}>{text}</StatusBadge>;
    },
  },
];

/** What each row of a file comes to, or came to, with the button that sends it in between. */
export function JudgedRows({ rows, isSent, children }: { rows: Row[]; isSent: boolean; children: ReactNode }) {
  const fit = rows.filter(({ verdict }) => verdict === "invite").length;
  const people = fit === 1 ? "1 person" : `${fit} people`;
  const told = isSent
    ? `${people} invited. The mails go out one after the other; the list of invites shows when each is sent. Sending the same file again invites nobody twice.`
    : `${people} of ${rows.length} rows would be invited. Nothing has been sent yet.`;
  return (
    <Card title={isSent ? "Sent" : "Look before you send"}>
      <p role="status">{told}</p>
      {fit > 0 ? children : null}
      <Table caption="The file row by row" columns={columnsFor(isSent)} rows={rows} rowKey={({ line }) => String(line)} />
    </Card>
  );
}
