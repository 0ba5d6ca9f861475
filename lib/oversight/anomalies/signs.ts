/** What is looked at for anomalies. Each kind says who acts (`subject`), on what (`object`) and from where (`network`), as far as it is known. */
export const signKinds = [
  /** A login with a wrong password, or one put off by the throttle. Object: one of 4,096 buckets of addresses. */
  "login_failed",
  /** A login that went well. */
  "login",
  /** A request beyond a limit. */
  "limited",
  /** A message to a webhook that was not believed. Object: whose webhook. */
  "webhook_refused",
  /** Something that a logged-in account may not do or see, and asked for. Subject: the account. */
  "refused",
  /** A login of staff from a browser or a network that the account has not used before. Subject: the account. */
  "staff_new_place",
  /** A living session in use. Subject: the account. */
  "in_use",
  /** Staff looked at a member's data. Subject: the staff account. Object: the member. */
  "staff_read",
  /** Members whom a list or an export showed to staff, each counted when it showed them first. Subject: the staff account. */
  "staff_listed",
  /** A credential was opened. Subject: whose. Object: the connection. */
  "opening",
  /** One that was opened by a job, or for a reason, that opens none. */
  "odd_opening",
  /** A call to a platform, well or not. Object: the platform. */
  "call",
] as const;
export type SignKind = (typeof signKinds)[number];

export interface Sign {
  kind: SignKind;
  /** In milliseconds since the epoch. */
  atMs: number;
  network: string;
  subject: string;
  object: string;
  count: number;
  /** Whether it went well; for calls alone it can be false. */
  well: boolean;
}
