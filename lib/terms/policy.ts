import { now } from "@/lib/base/clock";
import type { PolicyDocument } from "@/lib/terms/policy-document";
import { everyVersion } from "@/lib/terms/versions/every-version";

/**
 * Every clause of every version; a map over it that leaves one out does not compile.
 * @public
 */
export type ClauseId = (typeof everyVersion)[number]["sections"][number]["clauses"][number]["id"];

/** All versions, newest first. */
export const policyVersions: readonly PolicyDocument[] = everyVersion.toReversed();

/** The first moment at which a version is in force. */
export const takesEffect = ({ effective }: PolicyDocument) => new Date(`${effective}T00:00:00Z`);

/** Versions that are published and not in force yet, the next one first. */
export function announcedPolicies(at = now()): PolicyDocument[] {
  return policyVersions.filter((one) => takesEffect(one) > at).toReversed();
}

/** The version in force: the newest one whose day has come. Before the first one's day, the first. */
export function policyInForce(at = now()): PolicyDocument {
  const found = policyVersions.find((one) => takesEffect(one) <= at) ?? policyVersions.at(-1);
  if (!found) throw new Error("no version of the policy");
  return found;
}

/** The versions of which having agreed to one is enough at this moment: that in force, or one that is announced and comes after it. */
export function versionsToAgreeTo(at = now()): PolicyDocument[] {
  return [policyInForce(at), ...announcedPolicies(at)];
}

/** A version by its id; null when there never was one. */
export function findPolicy(version: string): PolicyDocument | null {
  return policyVersions.find((one) => one.version === version) ?? null;
}

/** The version before this one; null for the first. */
export function policyBefore(version: string): PolicyDocument | null {
  return policyVersions[policyVersions.findIndex((one) => one.version === version) + 1] ?? null;
}
