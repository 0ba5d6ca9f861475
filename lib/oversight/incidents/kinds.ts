/** What an incident can be about: codes, and the titles that staff and members read. */
export const incidentKinds = {
  unauthorised_access: "Unauthorised access to members' data",
  stolen_login: "A member's account used by somebody else",
  credential_exposure: "Platform logins may have been exposed",
  staff_misuse: "Data looked at without a good reason",
  attack: "An attack on the service",
  vulnerability: "A vulnerability that can be used",
  platform: "Trouble with a platform",
  data_loss: "Data lost or altered",
  outage: "The service did not work",
} as const;
export type IncidentKind = keyof typeof incidentKinds;

export const severities = ["low", "medium", "high", "critical"] as const;
export type Severity = (typeof severities)[number];

/** The title of a stored code; the code itself where it is none of ours any more. */
export const titleOf = (kind: string): string => (Object.hasOwn(incidentKinds, kind) ? incidentKinds[kind as IncidentKind] : kind);
