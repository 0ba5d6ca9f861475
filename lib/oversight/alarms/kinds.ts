/**
 * What the service notices about itself, with what it means and what is done first; docs/operations/runbooks has a page of each under the
 * same name. A test holds them together.
 */
export const alarmKinds = {
  "checkpoints-not-kept": {
    title: "Checkpoints of the access log are not kept elsewhere",
    text: "A signed checkpoint has not been written to CHECKPOINT_DIR for half an hour. Meanwhile the log could be made anew without anybody being able to show it.",
  },
  "log-not-chained": {
    title: "Lines of the access log are not chained",
    text: "Lines have waited for their place in the chain for more than five minutes. They are written, and not proved.",
  },
  "purge-late": {
    title: "Data that is past its time is not erased",
    text: "The purge has not gone through a kind of data for more than a day.",
  },
  "backup-late": {
    title: "There is no backup of the last two days",
    text: "What was written since the last one would be lost with this machine.",
  },
  "drill-late": {
    title: "No restore has been rehearsed for 45 days",
    text: "A backup that nobody has put back is a hope.",
  },
  "drill-failed": {
    title: "The last rehearsal of a restore failed",
    text: "The backup could not be put back as it should be. The newest rehearsal says at which step.",
  },
  "books-not-compared": {
    title: "The books have not been compared with Stripe's for two nights",
    text: "No comparison has gone through every customer for 60 hours. A difference would not be noticed.",
  },
  "mail-waits": {
    title: "Mail has not gone out for an hour",
    text: "Mails wait, and none has been taken by the mail server for an hour: members do not learn what they have to know.",
  },
  "requests-wait": {
    title: "What the website asks of the worker is not taken up",
    text: "A request has waited for more than ten minutes: logins are not tried, acceptances and erasures not carried out.",
  },
  "report-waits": {
    title: "A report from outside waits to be looked at",
    text: "Somebody reports a vulnerability or an access that they suspect. Its clock runs: suspected access is to be looked at within 24 hours, a vulnerability within 72.",
  },
  "login-reported": {
    title: "A member reports a login that was not theirs",
    text: "Sessions were ended and somebody else may have the member's password or device. Someone should look at it and speak with them.",
  },
} as const satisfies Record<string, { title: string; text: string }>;

export type AlarmKind = keyof typeof alarmKinds;
export const isAlarmKind = (kind: string): kind is AlarmKind => Object.hasOwn(alarmKinds, kind);
