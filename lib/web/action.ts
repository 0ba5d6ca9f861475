import { refresh } from "next/cache";
import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import type { Session } from "@/lib/accounts/read-session";
import { AppError } from "@/lib/base/errors";
import { log } from "@/lib/base/log";
import { answerWithStatus } from "@/lib/web/answer-status";
import { fieldsOf, issueText, shownAgain, wrongFields } from "@/lib/web/form-fields";
import type { FormAction, FormState } from "@/lib/web/form-state";
import { guardOrigin } from "@/lib/web/guard-origin";
import { limitMember } from "@/lib/web/limit-member";
import { refusalText } from "@/lib/web/refusal-text";
import { requireMember } from "@/lib/web/session";

/** What an action's work comes to: what the form shall show, or nothing to have it say that it is saved. It may redirect instead. */
type Outcome = FormState | undefined;

/**
 * A form action for a logged-in member: origin, session, limit, input, in that order; then `work`. Without a session it leads to the
 * login. The page around the form is rendered anew with what has changed.
 */
export function memberAction<Schema extends z.ZodType>(
  schema: Schema,
  work: (member: Session, input: z.infer<Schema>) => Promise<Outcome>,
): FormAction {
  return guarded(async (given) => {
    const member = await requireMember();
    await limitMember(member.accountId);
    const outcome = await work(member, parse(schema, given));
    if (outcome?.status !== "refused") refresh();
    return outcome;
  });
}

/** A form action for anybody: origin and input are checked, then `work`. */
export function publicAction<Schema extends z.ZodType>(schema: Schema, work: (input: z.infer<Schema>) => Promise<Outcome>): FormAction {
  return guarded(async (given) => await work(parse(schema, given)));
}

function guarded(admit: (given: ReturnType<typeof fieldsOf>) => Promise<Outcome>): FormAction {
  return async (_previous, data) => {
    const given = fieldsOf(data);
    try {
      await guardOrigin();
      return (await admit(given)) ?? { status: "done", message: "Saved." };
    } catch (thrown) {
      unstable_rethrow(thrown);
      if (!(thrown instanceof AppError)) throw thrown;
      return await refused(thrown, shownAgain(given));
    }
  };
}

function parse<Schema extends z.ZodType>(schema: Schema, given: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(given, { error: issueText });
  if (parsed.success) return parsed.data;
  throw new AppError("invalid_input", { fields: JSON.stringify(wrongFields(parsed.error)) });
}

async function refused(refusal: AppError, values: Record<string, string>): Promise<FormState> {
  const { fields = "{}", ...facts } = refusal.facts;
  log.info("action refused", { refusal: refusal.refusal, ...facts });
  const isScripted = (await headers()).has("next-action");
  if (!isScripted) answerWithStatus(refusal.status);
  return { status: "refused", message: refusalText(refusal), fields: JSON.parse(fields) as Record<string, string>, values };
}
