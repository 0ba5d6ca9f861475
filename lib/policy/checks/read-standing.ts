import { hourMs } from "@/lib/base/clock";
import type { OrgClause } from "@/lib/oversight/evidence/org-clauses";
import { readStanding } from "@/lib/oversight/evidence/standing";
import type { Seen } from "@/lib/oversight/seen";
import { type Check, fails, holds, unknown } from "@/lib/policy/control";

const day = (at: Date) => at.toISOString().slice(0, 10);

async function look(clause: OrgClause): Promise<Seen> {
  const standing = await readStanding(clause, { kind: "system", job: "controls" });
  if (standing.state === "not_evidenced") return unknown("Not evidenced: nobody has put down evidence of this yet.");
  const { title, authorRole, recordedAt, validUntil } = standing;
  const seen = `${title}, put down by the ${authorRole} role on ${day(recordedAt)}`;
  return standing.state === "evidenced"
    ? holds(1, `${seen}, counts until ${day(validUntil)}.`)
    : fails(1, `${seen}, ran out on ${day(validUntil)}.`);
}

/** What people have put down as evidence for a clause: without any it is not evidenced, and once it has run out it fails. */
export const evidenceOf = (id: string, clause: OrgClause, about: string): Check => ({
  id,
  about,
  everyMs: hourMs,
  look: () => look(clause),
});
