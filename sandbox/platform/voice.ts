import type { Answer } from "@/sandbox/base/reply";

/** How one platform's wire says what any platform has to say. The worlds behind them are the same. */
export interface Voice {
  readonly platform: "field-nation" | "service-channel";
  rateLimited(retryAfterSeconds: number): Answer;
  unavailable(retryAfterSeconds: number): Answer;
  /** A login that has ended, as a 401. */
  ended(): Answer;
  /** The same, as a way to the login page, or as that page itself. */
  toLogin(): Answer;
  loginPage(): Answer;
  mayNotAct(): Answer;
  /** The order went to somebody else. */
  taken(): Answer;
  conflict(action: "REFRESH_STATE" | "FIX_INPUT"): Answer;
  nothingHere(): Answer;
  /** Names of a reply's parts, and what they are called after an unannounced release. */
  readonly renames: Readonly<Record<string, string>>;
}
