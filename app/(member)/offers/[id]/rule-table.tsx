import { Disclosure } from "@/app/_ui/disclosure";
import { StatusBadge } from "@/app/_ui/status-badge";
import { type Column, Table } from "@/app/_ui/table";
import type { Offer } from "@/lib/orders/read-offer";
import type { Rules } from "@/lib/orders/read-rules";
import { judgedValue } from "../offer-values";
import { findingOf, settingsOf, titleOf } from "../rule-text";

type Decision = Offer["decisions"][number];
type Result = Decision["results"][number];
type Props = { offer: Offer; decision: Decision; rules: Rules | null; zone: string };

function columnsOf({ offer, decision, rules, zone }: Props): Column<Result>[] {
  const settings: Record<string, string> = settingsOf(rules);
  const kept = { ...offer, decidedAt: decision.decidedAt };
  return [
    { head: "Rule", rowHead: true, cell: ({ rule }) => titleOf(rule) },
    {
      head: "Result",
      cell: ({ suits }) => (suits ? <StatusBadge tone="good">Suits</StatusBadge> : <StatusBadge tone="warn">Does not suit</StatusBadge>),
    },
    {
      head: "This offer",
      cell: ({ rule, why }) => {
        const value = judgedValue(rule, kept, zone);
        return (
          <>
            {value ? <span className="block font-medium">{value}</span> : null}
            <span className="text-soft">{findingOf(rule, why)}</span>
          </>
        );
      },
    },
    { head: "What you want", cell: ({ rule }) => settings[rule] ?? "" },
  ];
}

/** Each rule with what the offer was like and what the member has set. Where some did not suit, the others are folded away below them. */
export function RuleTable(props: Props) {
  const { results } = props.decision;
  const columns = columnsOf(props);
  const table = (caption: string, rows: readonly Result[]) => (
    <Table caption={caption} columns={columns} rows={rows} rowKey={({ rule }) => rule} />
  );
  const [suiting, failing] = [results.filter(({ suits }) => suits), results.filter(({ suits }) => !suits)];
  if (failing.length === 0) return table("Each rule and its answer", results);
  return (
    <>
      {table("Rules that did not suit", failing)}
      {suiting.length > 0 ? (
        <Disclosure summary={suiting.length === 1 ? "One rule that suited" : `${suiting.length} rules that suited`}>
          {table("Rules that suited", suiting)}
        </Disclosure>
      ) : null}
    </>
  );
}
