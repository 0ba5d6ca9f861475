import { Card } from "@/app/_ui/card";
import { Checkbox } from "@/app/_ui/checkbox";
import { DateTime } from "@/app/_ui/date-time";
import { DefinitionList } from "@/app/_ui/definition-list";
import { Disclosure } from "@/app/_ui/disclosure";
import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { Select } from "@/app/_ui/select";
import { type BadgeTone, StatusBadge } from "@/app/_ui/status-badge";
import { TextLink } from "@/app/_ui/text-link";
import type { ShownItem } from "@/lib/oversight/reviews/read-reviews";
import { actText, reasonText } from "../../../../(member)/activity/access-log/act-texts";
import { judge } from "./actions";

const judgementNames = { ok: "In order", question: "A question", violation: "A violation" } as const;
const tones: Record<keyof typeof judgementNames, BadgeTone> = { ok: "good", question: "warn", violation: "bad" };
const options = [{ value: "", label: "Choose" }, ...Object.entries(judgementNames).map(([value, label]) => ({ value, label }))];

function titleOf({ kind, act, object }: ShownItem): string {
  if (kind === "role") return `The role ${object.slice("role:".length)}`;
  return kind === "key" ? `The key ${object.slice("key:".length)}` : act;
}
function actorOf({ actor, actorEmail }: ShownItem): string {
  if (actorEmail) return actorEmail;
  return actor.startsWith("host:") ? `Someone on the host, by ${actor.slice("host:".length)}` : actor;
}

/** One item of a review: what it is about, and its judgement, or the form for it. */
export function ItemCard({ item, zone, mayJudge }: { item: ShownItem; zone: string; mayJudge: boolean }) {
  const { id, position, kind, judgement, note, judgedAt, judgeEmail, selfReviewed, line } = item;
  const what = titleOf(item);
  const facts = [
    { term: kind === "role" ? "Held by" : "By", detail: <span className="wrap-anywhere">{actorOf(item)}</span> },
    { term: "When", detail: <DateTime at={item.at} zone={zone} /> },
    { term: "Why", detail: item.reason.replaceAll("_", " ") },
    ...(line ? [{ term: "To what", detail: <code className="text-sm wrap-anywhere">{line.object}</code> }] : []),
    ...(line?.subject
      ? [
          { term: "Whose", detail: <TextLink href={`/operator/members/${line.subject}`}>A member, whose page asks why you look</TextLink> },
          { term: "As the member reads it", detail: `“${actText(item.act)}. ${reasonText(item.act, item.reason)}.”` },
        ]
      : []),
  ];
  return (
    <Card
      title={`${position}. ${what}`}
      actions={
        judgement ? (
          <StatusBadge tone={tones[judgement]}>{judgementNames[judgement]}</StatusBadge>
        ) : (
          <StatusBadge tone="info">To be judged</StatusBadge>
        )
      }
    >
      <DefinitionList items={facts} />
      {judgement && judgedAt ? (
        <p>
          “{note}”{" "}
          <span className="text-soft">
            {judgeEmail ?? "Somebody who is no staff any more"}, <DateTime at={judgedAt} zone={zone} />.{" "}
            {selfReviewed ? "Reviewed by oneself: no other person is shown to have done what was judged." : "An independent judgement."}
          </span>
        </p>
      ) : null}
      {!judgement && mayJudge && item.yours === "left_to_another" ? (
        <p className="text-soft">{kind === "role" ? "This is your own role" : "You did this"}, so somebody else who may judge has to.</p>
      ) : null}
      {!judgement && mayJudge && item.yours !== "left_to_another" ? (
        <Disclosure
          summary={
            <>
              Judge it<span className="sr-only">: {what}</span>
            </>
          }
        >
          {item.yours === "self" ? (
            <p className="text-soft">
              Your judgement will stand as reviewed by oneself: nobody else is here to make it, or nobody is named who did this.
            </p>
          ) : null}
          <Form action={judge} submit="Judge" pending="Writing it down" tone="secondary">
            <input type="hidden" name="item" value={id} />
            <div className="max-w-xs">
              <Select name="judgement" label="Judgement" options={options} required />
            </div>
            <Field name="note" label="Why" hint="What you looked at. No details of a case." maxLength={500} required />
            <Checkbox name="incident" value="yes" label="Open an incident of it, if it is a violation" />
          </Form>
        </Disclosure>
      ) : null}
    </Card>
  );
}
