import { Form } from "@/app/_ui/form";
import { Select } from "@/app/_ui/select";
import { TextArea } from "@/app/_ui/text-area";
import { settleAnomaly } from "./actions";

const options = [
  { value: "", label: "Choose" },
  { value: "looked_at", label: "I look into it" },
  { value: "closed", label: "It is dealt with" },
  { value: "false_alarm", label: "It was nothing" },
];

/** Says who looks into an anomaly, and what it was. */
export function SettleForm({ anomaly, note }: { anomaly: string; note: string | null }) {
  return (
    <Form action={settleAnomaly} submit="Save" pending="Saving">
      <input type="hidden" name="anomaly" value={anomaly} />
      <Select
        name="outcome"
        label="What you say of it"
        options={options}
        hint="Once it is closed, more of the same is a new one, and told again."
        required
      />
      <TextArea
        name="note"
        label="What you found out"
        hint="Without names or addresses of members: this is kept for a year."
        defaultValue={note ?? ""}
        maxLength={2_000}
      />
    </Form>
  );
}
