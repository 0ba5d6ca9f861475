import { z } from "zod";
import type { Form } from "@/sandbox/stripe/parse-form";
import { refuse } from "@/sandbox/stripe/refusal";

export const whole = z
  .string()
  .regex(/^-?\d+$/)
  .transform(Number);
export const flag = z.enum(["true", "false"]).transform((text) => text === "true");
export const metadata = z.record(z.string(), z.string()).or(z.literal("").transform(() => ({}) as Record<string, string>));
export const expand = z.array(z.string()).default([]);

const range = z.strictObject({ gt: whole, gte: whole, lt: whole, lte: whole }).partial();

type AlwaysSent<Sdk> = { [Name in keyof Sdk]-?: Sdk extends Record<Name, Sdk[Name]> ? Name : never }[keyof Sdk];
/** Each parameter as the SDK sends it; one that the SDK has not is `never`, one that it always sends may not be left out. */
type ShapeOf<Sdk, Shape> = { [Name in keyof Shape]: Name extends keyof Sdk ? z.ZodType<Sdk[Name]> : never } & Record<
  AlwaysSent<Sdk>,
  z.ZodType
>;

/**
 * A schema for one call's parameters, held to the SDK's own type of them: `paramsOf<Stripe.CustomerCreateParams>()({ … })` does not compile
 * with a name that Stripe does not know or a value that it does not take. The double has a part of them; the others are refused.
 */
export const paramsOf =
  <Sdk>() =>
  <Shape extends z.ZodRawShape>(shape: Shape & ShapeOf<Sdk, Shape>) =>
    z.strictObject<Shape>(shape);

/** What every list call takes. */
export const paging = {
  limit: whole.pipe(z.number().int().min(1).max(100)).default(10),
  starting_after: z.string().optional(),
  ending_before: z.string().optional(),
  created: whole
    .transform((at) => ({ gte: at, lte: at }))
    .or(range)
    .optional(),
  expand,
};

/** The form as the call's schema has it, or a refusal that names the first parameter that is wrong, as Stripe does. */
export function readParams<T>(schema: z.ZodType<T>, form: Form): T {
  const parsed = schema.safeParse(form);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = (issue?.path ?? []).map(String);
  if (issue?.code === "unrecognized_keys") {
    const param = bracketed([...path, issue.keys[0] ?? ""]);
    throw refuse.parameter(`Received unknown parameter: ${param}`, param, "parameter_unknown");
  }
  const param = bracketed(path);
  const absent = issue?.code === "invalid_type" && valueAt(form, path) === undefined;
  if (absent) throw refuse.parameter(`Missing required param: ${param}.`, param, "parameter_missing");
  throw refuse.parameter(`Invalid ${param}: ${issue?.message ?? "not valid"}`, param);
}

const bracketed = ([first = "", ...rest]: string[]) => first + rest.map((name) => `[${name}]`).join("");

function valueAt(form: Form, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, name) => (at && typeof at === "object" ? Reflect.get(at, name) : undefined), form);
}
