/** The jobs that open sealed logins, each with the reasons that it gives. A job that begins to open them has to be named here. */
const usual: Record<string, readonly string[]> = {
  "verify-connection": ["verify", "retry"],
  "poll-connection": ["poll"],
  "pursue-intent": ["accept"],
  "follow-acceptance": ["follow"],
  "rotate-key": ["rotate"],
};

/** Whether a line of the access log tells of an opening that belongs to the service's work. @param actor such as "system:poll-connection" */
export function isUsualOpening(actor: string, reason: string): boolean {
  const job = actor.replace(/^system:/, "");
  return actor.startsWith("system:") && Object.hasOwn(usual, job) && usual[job]?.includes(reason) === true;
}
