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

/** Each rule with what the offer was like and what the member has set; those that did not suit come first. */
export function RuleTable(props: Props) {
  const rows = props.decision.results.toSorted((one, other) => Number(one.suits) - Number(other.suits));
  return <Table caption="Each rule and its answer" columns={columnsOf(props)} rows={rows} rowKey={({ rule }) => rule} />;
}
