import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { DefinitionList } from "@/app/_ui/definition-list";
import { EmptyState } from "@/app/_ui/empty-state";
import { Form } from "@/app/_ui/form";
import { formatMoney } from "@/app/_ui/money";
import { Select } from "@/app/_ui/select";
import { StatusBadge } from "@/app/_ui/status-badge";
import { TextLink } from "@/app/_ui/text-link";
import type { DifferenceKind, Repair } from "@/lib/billing/difference-kinds";
import type { OpenDifference } from "@/lib/billing/read-figures";
import { repair, setAside } from "./actions";
import { kindTexts, reasonNames, repairTexts } from "./texts";

const options = [{ value: "", label: "Choose why" }, ...Object.entries(reasonNames).map(([value, label]) => ({ value, label }))];

function effectOf(kind: string, cents: number): string {
  if (cents === 0) return "nothing";
  if (kind.endsWith("_differs")) return `Stripe has ${formatMoney(Math.abs(cents))} ${cents > 0 ? "more" : "less"}`;
  return cents > 0 ? `${formatMoney(cents)} billed too much` : `${formatMoney(-cents)} not billed`;
}

function RepairForm({ difference }: { difference: OpenDifference }) {
  const { id, repair: proposed, amountCents } = difference;
  return (
    <Form action={proposed === "look" ? setAside : repair} submit={repairTexts[proposed as Repair].press}>
      <input type="hidden" name="difference" value={id} />
      {proposed === "look" ? null : <input type="hidden" name="repair" value={proposed} />}
      <input type="hidden" name="amountCents" value={amountCents} />
      <div className="max-w-md">
        <Select name="reason" label="Why" options={options} required />
      </div>
    </Form>
  );
}

function Difference({ difference, zone, mayRepair }: { difference: OpenDifference; zone: string; mayRepair: boolean }) {
  const { kind, accountId, email, ours, theirs, amountCents, repair: proposed, foundAt, repairNextAt } = difference;
  return (
    <Card
      title={kindTexts[kind as DifferenceKind]}
      actions={repairNextAt ? <StatusBadge tone="info">Repair under way</StatusBadge> : <StatusBadge tone="warn">Open</StatusBadge>}
    >
      <DefinitionList
        items={[
          {
            term: "Member",
            detail: accountId ? (
              <TextLink href={`/operator/members/${accountId}`}>
                <span className="wrap-anywhere">{email ?? accountId}</span>
              </TextLink>
            ) : (
              "nobody's"
            ),
          },
          { term: "We have", detail: <span className="wrap-anywhere">{ours}</span> },
          { term: "Stripe has", detail: <span className="wrap-anywhere">{theirs}</span> },
          { term: "What it comes to", detail: effectOf(kind, amountCents) },
          { term: "Found", detail: <DateTime at={foundAt} zone={zone} /> },
        ]}
      />
      <p className="text-soft">{repairTexts[proposed as Repair].does}</p>
      {mayRepair && !repairNextAt ? <RepairForm difference={difference} /> : null}
    </Card>
  );
}

type Props = { differences: OpenDifference[]; zone: string; mayRepair: boolean };

/** What differs between our books and Stripe's, each with the repair that is proposed. */
export function Differences({ differences, zone, mayRepair }: Props) {
  if (differences.length === 0) {
    return <EmptyState title="Nothing differs">What a comparison finds appears here, with the repair that is proposed.</EmptyState>;
  }
  return differences.map((difference) => <Difference key={difference.id} difference={difference} zone={zone} mayRepair={mayRepair} />);
}
