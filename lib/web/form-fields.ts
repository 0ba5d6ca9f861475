import type { z } from "zod";

const secretName = /pass|secret|token|jwe|^code$/i;

export type FormFields = Record<string, string | string[]>;

/** A file that was sent along, as UTF-8: what is no text of that kind shows as replacement characters. The request's own limit bounds it. */
const textOf = async (value: FormDataEntryValue): Promise<string> => (typeof value === "string" ? value : await value.text());

/** A form's fields as an object; a name that occurs several times becomes an array, a file its text. Next's own fields are left out. */
export async function fieldsOf(data: FormData): Promise<FormFields> {
  const fields: FormFields = {};
  for (const name of new Set(data.keys())) {
    if (name.startsWith("$ACTION")) continue;
    const values = await Promise.all(data.getAll(name).map(textOf));
    fields[name] = values.length === 1 ? (values[0] ?? "") : values;
  }
  return fields;
}

/** What was typed, to be shown again; never a secret. */
export function shownAgain(fields: FormFields): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => typeof field[1] === "string" && !secretName.test(field[0])),
  );
}

/** What is wrong with each field, by its name: the first thing found. */
export function wrongFields(error: z.ZodError): Record<string, string> {
  return Object.fromEntries(error.issues.map((issue) => [issue.path.join("."), issue.message]).toReversed());
}

/** What a person reads about a field where its schema says nothing of its own. */
export function issueText(issue: z.core.$ZodRawIssue): string {
  if (issue.code === "invalid_type") return issue.input === undefined ? "Fill this in." : "This is not of the right kind.";
  if (issue.code === "too_small") return issue.origin === "string" ? "This is too short." : `This must be at least ${issue.minimum}.`;
  if (issue.code === "too_big") return issue.origin === "string" ? "This is too long." : `This must be at most ${issue.maximum}.`;
  if (issue.code === "invalid_value") return "Choose one of what is offered.";
  return "This is not right.";
}
