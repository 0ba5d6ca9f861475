/** Where to go on from here. */
export type NextStep = { href: string; label: string };

/**
 * What a form's server action answers.
 * `message` is shown at the top of the form; `fields` maps a field's name to what is wrong with it;
 * `next` leads on to what has to follow, where something has;
 * `copy` is a text to copy, shown this once;
 * `values` are given back to the fields so that nothing need be typed twice (never put a secret there).
 */
export type FormState =
  | { status: "idle" }
  | { status: "refused"; message: string; fields: Record<string, string>; values: Record<string, string> }
  | { status: "done"; message: string; next?: NextStep; copy?: string }
  /** Recovery codes, in the form's place: they are in this answer and nowhere else. */
  | { status: "codes"; codes: string[] }
  /** What each row of a file comes to. `text` is the file, to be sent as it was judged; null once it has been. */
  | { status: "judged"; rows: { line: number; address: string; verdict: string }[]; text: string | null };

export type FormAction = (previous: FormState, data: FormData) => Promise<FormState>;

export const idle: FormState = { status: "idle" };
