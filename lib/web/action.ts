import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import type { FormAction, FormState } from "@/app/_ui/form-state";
import type { Session } from "@/lib/accounts/read-session";
import { AppError } from "@/lib/base/errors";
import { log } from "@/lib/base/log";
import { guardOrigin } from "@/lib/web/guard-origin";
import { refusalText } from "@/lib/web/refusal-text";
import { currentSession } from "@/lib/web/session";

/** What an action's work comes to: what the form shall show, or nothing to have it say that it is saved. It may redirect instead. */
type Outcome = FormState | undefined;

const secretName = /pass|secret|token|jwe/i;

/** A form's fields as an object; a name that occurs several times becomes an array. Next's own fields are left out. */
function fieldsOf(data: FormData): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  for (const name of new Set(data.keys())) {
    if (name.startsWith("$ACTION")) continue;
    const values = data.getAll(name).filter((value) => typeof value === "string");
    fields[name] = values.length === 1 ? (values[0] ?? "") : values;
  }
  return fields;
}

/** What was typed, to be shown again: never a secret, and an unticked box stays unticked. */
function shownAgain(fields: Record<string, string | string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => typeof field[1] === "string" && !secretName.test(field[0])),
  );
}

function answerTo(thrown: unknown, values: Record<string, string>): FormState {
  unstable_rethrow(thrown);
  if (!(thrown instanceof AppError)) throw thrown;
  const { fields = "{}", ...facts } = thrown.facts;
  log.info("action refused", { refusal: thrown.refusal, ...facts });
  return { status: "refused", message: refusalText(thrown), fields: JSON.parse(fields) as Record<string, string>, values };
}

function action<Schema extends z.ZodType>(admit: () => Promise<(input: z.infer<Schema>) => Promise<Outcome>>, schema: Schema): FormAction {
  return async (_previous, data) => {
    const given = fieldsOf(data);
    const values = shownAgain(given);
    try {
      await guardOrigin();
      const work = await admit();
      const parsed = schema.safeParse(given);
      if (!parsed.success) {
        const fields = Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join("."), issue.message]).toReversed());
        throw new AppError("invalid_input", { fields: JSON.stringify(fields) });
      }
      return (await work(parsed.data)) ?? { status: "done", message: "Saved." };
    } catch (thrown) {
      return answerTo(thrown, values);
    }
  };
}

/** A form action for a logged-in member: origin, session, input, in that order; then `work`. Refusals come back as form state. */
export function memberAction<Schema extends z.ZodType>(
  schema: Schema,
  work: (member: Session, input: z.infer<Schema>) => Promise<Outcome>,
): FormAction {
  return action(async () => {
    const session = await currentSession();
    if (!session) throw new AppError("not_signed_in");
    return (input) => work(session, input);
  }, schema);
}

/** A form action for anybody: origin and input are checked, then `work`. */
export function publicAction<Schema extends z.ZodType>(schema: Schema, work: (input: z.infer<Schema>) => Promise<Outcome>): FormAction {
  return action(async () => work, schema);
}
