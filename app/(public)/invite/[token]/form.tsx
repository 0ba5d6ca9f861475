import { Checkbox } from "@/app/_ui/checkbox";
import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { formatMoney } from "@/app/_ui/money";
import { NewPasswordField } from "@/app/_ui/new-password-field";
import { timeZones } from "@/lib/accounts/time-zones";
import { policyInForce } from "@/lib/terms/policy";
import { prices } from "@/lib/terms/prices";
import { joinHoldfast } from "./actions";
import { TimeZoneSelect } from "./time-zone-select";

/** Carries back the version and prices that were shown, so that consent is to these and to no others. */
export function JoinForm({ token, email }: { token: string; email: string }) {
  const price = `${formatMoney(prices.monthlyCents)} a month and ${formatMoney(prices.unitCents)} for each accepted work order`;
  return (
    <Form action={joinHoldfast} submit="Join Holdfast" pending="Joining">
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="policyVersion" value={policyInForce().version} />
      <input type="hidden" name="monthlyCents" value={prices.monthlyCents} />
      <input type="hidden" name="unitCents" value={prices.unitCents} />
      <Field
        name="email"
        label="E-mail"
        type="email"
        autoComplete="username"
        defaultValue={email}
        readOnly
        hint="You log in with this address. The invitation is for it alone."
      />
      <NewPasswordField label="Choose a password" own={[email]} />
      <TimeZoneSelect zones={timeZones} />
      <Checkbox
        name="agreed"
        required
        label={`I agree to the data security policy, version ${policyInForce().version}, and to the price of ${price}.`}
      />
    </Form>
  );
}
