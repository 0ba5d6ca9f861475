import { Disclosure } from "@/app/_ui/disclosure";
import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { Money } from "@/app/_ui/money";
import { Select } from "@/app/_ui/select";
import { refund } from "./actions";
import { refundReasonNames } from "./refund-reasons";

const options = [{ value: "", label: "Choose why" }, ...Object.entries(refundReasonNames).map(([value, label]) => ({ value, label }))];

type Props = {
  /** Of this very form: sent twice, it asks once. */
  id: string;
  member: string;
  mostCents: number;
  /** Whether the plan goes on, and the days with it. */
  runs: boolean;
};

/** Gives back all of what is unused, or a part of it. Whoever gives back nothing leaves the form alone. */
export function RefundForm({ id, member, mostCents, runs }: Props) {
  return (
    <Disclosure summary="Give unused days back">
      <p className="text-soft">
        The amount goes to the card that paid, by a credit note at Stripe, and the member is told by mail. The most is{" "}
        <Money cents={mostCents} />. A day that has begun counts as unused, and a part of a cent as a whole one.
        {runs ? " The plan is not ended by it: days that are given back can still be used." : ""} It asks for your second factor if you have
        not just shown it.
      </p>
      <Form action={refund} submit="Give back" pending="One moment" tone="danger">
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="member" value={member} />
        <Field name="amount" label="Amount" unit="USD" inputMode="decimal" defaultValue={(mostCents / 100).toFixed(2)} required />
        <Select name="reason" label="Why" options={options} hint="The member reads it in the mail." required />
      </Form>
    </Disclosure>
  );
}
