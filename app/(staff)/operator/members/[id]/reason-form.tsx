import { Select } from "@/app/_ui/select";
import { SubmitButton } from "@/app/_ui/submit-button";

type Props = { names: Record<string, string>; submit: string };

/** Asks why one looks, before anything is shown. It only reads, so it is a form that gets; no reason stands there unchosen. */
export function ReasonForm({ names, submit }: Props) {
  const options = [{ value: "", label: "Choose why" }, ...Object.entries(names).map(([value, label]) => ({ value, label }))];
  return (
    <form className="grid max-w-md gap-5">
      <Select name="reason" label="Why do you look" options={options} required />
      <div>
        <SubmitButton tone="primary">{submit}</SubmitButton>
      </div>
    </form>
  );
}
