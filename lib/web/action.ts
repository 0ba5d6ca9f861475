import { refresh } from "next/cache";
import { headers } from "next/headers";
import { redirect, unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import type { Permission } from "@/lib/accounts/permissions";
import type { Session } from "@/lib/accounts/read-session";
import { actingIn } from "@/lib/base/acting-session";
import { AppError } from "@/lib/base/errors";
import { log } from "@/lib/base/log";
import { answerWithStatus } from "@/lib/web/answer-status";
import { type FormFields, fieldsOf, issueText, shownAgain, wrongFields } from "@/lib/web/form-fields";
import type { FormAction, FormState } from "@/lib/web/form-state";
import { guardOrigin } from "@/lib/web/guard-origin";
import { limitMember } from "@/lib/web/limit-member";
import { noteRefusal } from "@/lib/web/note-refusal";
import { refusalText } from "@/lib/web/refusal-text";
import { anySession, requireFreshProof, requireMember, requireStaffAct, type StaffSession } from "@/lib/web/session";

/** What an action's work comes to: what the form shall show, or nothing to have it say that it is saved. It may redirect instead. */
type Outcome = FormState | undefined;

type Options = {
  /** Whether the act is sensitive: a factor, or the password where there is none, must have been shown within the last five minutes. */
  fresh?: boolean;
};

/**
 * A form action for a logged-in member: origin, session, assurance, limit, input, in that order; then `work`, in the session's name.
 * Without a session it leads to the login, without the assurance it needs to the verification page. The page around the form is rendered
 * anew with what has changed.
 */
export function memberAction<Schema extends z.ZodType>(
  schema: Schema,
  work: (member: Session, input: z.infer<Schema>) => Promise<Outcome>,
  { fresh = false }: Options = {},
): FormAction {
  return guarded(async (given) => {
    const member = await (fresh ? requireFreshProof() : requireMember());
    return await admitted(member, schema, given, work);
  });
}

/** The same for staff: origin, session, assurance, permission, limit, input. `work` acts as the staff member, never as a member. */
export function staffAction<Schema extends z.ZodType>(
  permission: Permission,
  schema: Schema,
  work: (staff: StaffSession, input: z.infer<Schema>) => Promise<Outcome>,
  { fresh = false }: Options = {},
): FormAction {
  return guarded(async (given) => {
    const staff = await requireStaffAct(permission);
    if (fresh) await requireFreshProof();
    return await admitted(staff, schema, given, work);
  });
}

/**
 * A form action of the verification page: for any living session, also one whose second factor is awaited. `work` takes the proof and
 * throttles it.
 */
export function verificationAction<Schema extends z.ZodType>(
  schema: Schema,
  work: (session: Session, input: z.infer<Schema>) => Promise<Outcome>,
): FormAction {
  return guarded(async (given) => {
    const session = await anySession();
    if (!session) redirect("/login");
    return await work(session, parse(schema, given));
  });
}

/** A form action for anybody: origin and input are checked, then `work`. */
export function publicAction<Schema extends z.ZodType>(schema: Schema, work: (input: z.infer<Schema>) => Promise<Outcome>): FormAction {
  return guarded(async (given) => await work(parse(schema, given)));
}

async function admitted<Who extends Session, Schema extends z.ZodType>(
  who: Who,
  schema: Schema,
  given: unknown,
  work: (who: Who, input: z.infer<Schema>) => Promise<Outcome>,
): Promise<Outcome> {
  await limitMember(who.accountId);
  const input = parse(schema, given);
  const outcome = await actingIn(who.id, () => work(who, input));
  if (outcome?.status !== "refused") refresh();
  return outcome;
}

function guarded(admit: (given: FormFields) => Promise<Outcome>): FormAction {
  return async (_previous, data) => {
    const given = await fieldsOf(data);
    try {
      await guardOrigin();
      return (await admit(given)) ?? { status: "done", message: "Saved." };
    } catch (thrown) {
      unstable_rethrow(thrown);
      if (!(thrown instanceof AppError)) throw thrown;
      await noteRefusal(await anySession(), thrown);
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
  // No page of ours reads the answer to a foreign one.
  if (!isScripted || refusal.refusal === "foreign_origin") answerWithStatus(refusal.status);
  return { status: "refused", message: refusalText(refusal), fields: JSON.parse(fields) as Record<string, string>, values };
}
