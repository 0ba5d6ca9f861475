import { accessClauses } from "@/lib/policy/clauses/access";
import { applicationClauses } from "@/lib/policy/clauses/application";
import { dataClauses } from "@/lib/policy/clauses/data";
import { encryptionClauses } from "@/lib/policy/clauses/encryption";
import { hostingClauses } from "@/lib/policy/clauses/hosting";
import { incidentClauses } from "@/lib/policy/clauses/incidents";
import { loginClauses } from "@/lib/policy/clauses/login";
import { memberClauses } from "@/lib/policy/clauses/members";
import { termsClauses } from "@/lib/policy/clauses/terms";
import type { Check, Commitment } from "@/lib/policy/control";
import type { ClauseId } from "@/lib/terms/policy";

/** How each clause of the policy is kept, and by what that is looked at. A clause without its place here does not compile. */
export const controls: Record<ClauseId, Commitment> = {
  ...termsClauses,
  ...encryptionClauses,
  ...accessClauses,
  ...loginClauses,
  ...hostingClauses,
  ...applicationClauses,
  ...dataClauses,
  ...incidentClauses,
  ...memberClauses,
} satisfies Record<ClauseId, Commitment>;

/** Every check once, also where several clauses rest on it. */
export const everyCheck: readonly Check[] = [
  ...new Set(Object.values(controls).flatMap((one: Commitment) => ("checks" in one ? [...one.checks] : []))),
];
