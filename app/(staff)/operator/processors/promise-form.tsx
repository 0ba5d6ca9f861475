import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { TextArea } from "@/app/_ui/text-area";
import { noticeDays } from "@/lib/oversight/processors/announce";
import type { ProcessorRow } from "@/lib/oversight/processors/read";
import { announce } from "./actions";

/** Announces what is promised of a processor: of one that is there, or a new one. */
export function PromiseForm({ of }: { of?: ProcessorRow }) {
  return (
    <Form action={announce} submit="Announce it to members" pending="Announcing">
      {of ? (
        <input type="hidden" name="code" value={of.code} />
      ) : (
        <Field
          name="code"
          label="Short name for the log"
          hint="Such as mail-archive. It stays."
          maxLength={40}
          autoComplete="off"
          required
        />
      )}
      <Field name="name" label="Name" defaultValue={of?.name} maxLength={120} autoComplete="off" required />
      <TextArea name="purpose" label="What it is for" defaultValue={of?.purpose} maxLength={500} rows={2} required />
      <TextArea name="data" label="What of ours it receives, in full" defaultValue={of?.data} maxLength={1_000} rows={3} required />
      <Field name="region" label="Where it processes" hint="Country or region." defaultValue={of?.region} maxLength={120} required />
      <TextArea
        name="hosts"
        label="Hosts that are called"
        hint="One on a line, such as api.example.com. None where nothing is called."
        defaultValue={of?.hosts.join("\n")}
        maxLength={2_000}
        rows={2}
      />
      <Field
        name="effective"
        label="From which day on (UTC)"
        hint={`At least ${noticeDays} days ahead. Empty is the soonest that may be.`}
        type="date"
      />
      <TextArea
        name="urgent"
        label="Why it cannot wait"
        hint={`Only where ${noticeDays} days are too long. Members and the public read it, and the day may then be sooner.`}
        maxLength={500}
        rows={2}
      />
    </Form>
  );
}
