/** Why a calendar could not be read. Codes; app/(member)/schedule/trouble-texts.ts has the sentences. */
export const troubles = [
  "unreachable",
  "not_found",
  "not_allowed",
  "too_large",
  "not_a_calendar",
  "too_many",
  "odd_rule",
  "too_slow",
  "unknown_zone",
  "not_kept",
] as const;
export type Trouble = (typeof troubles)[number];

/** A calendar that is not taken as it is. What was known from it before stays. */
export class FeedRefused extends Error {
  readonly trouble: Trouble;
  constructor(trouble: Trouble) {
    super(trouble);
    this.trouble = trouble;
  }
}
