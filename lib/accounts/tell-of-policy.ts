import { transaction } from "@/db/client";
import { markTold, type PolicyNotice } from "@/db/queries/policy-notices";
import { now } from "@/lib/base/clock";
import { point } from "@/lib/base/points";
import { queueMails } from "@/lib/notices/queue-mail";
import { announcedPolicies, policyBefore, policyInForce } from "@/lib/terms/policy";

const batch = 1_000;

/** What members are to be told of at this moment. Of the first version nobody is told: whoever joined has agreed to it. */
function noticesAt(at: Date): PolicyNotice[] {
  const announced = announcedPolicies(at).map(({ version }) => version);
  const { version: current } = policyInForce(at);
  const inForce = policyBefore(current) ? [{ version: current, kind: "in_force" as const, agreeing: [current, ...announced] }] : [];
  return [...inForce, ...announced.map((version, index) => ({ version, kind: "announced" as const, agreeing: announced.slice(index) }))];
}

/** One transaction's share of a notice, to members whose ids are above `after`. Returns whom it told, by id. */
async function tellNext(notice: PolicyNotice, at: Date, after: string | null): Promise<string[]> {
  return await transaction({ kind: "system", job: "tell-of-policy" }, async (tx) => {
    const told = await markTold(tx, notice, at, { after, limit: batch });
    const template = notice.kind === "announced" ? "policy-announced" : "policy-in-force";
    await queueMails(
      tx,
      told.map((accountId) => ({ template, accountId, facts: { version: notice.version } })),
    );
    return told;
  });
}

/** A notice, to everybody who is to have it. */
async function tell(notice: PolicyNotice, at: Date): Promise<void> {
  let told: string[] = [];
  do {
    told = await tellNext(notice, at, told.at(-1) ?? null);
    await point("policy.after-batch");
  } while (told.length === batch);
}

/**
 * Mails each member once when a version of the policy is announced, and once when it is in force and they have not agreed to it (clause 0.2).
 * Mark and mail are one transaction, 1,000 members each: a crash leaves both or neither, and the next round tells those who are left.
 */
export async function tellOfPolicy(): Promise<void> {
  const at = now();
  for (const notice of noticesAt(at)) await tell(notice, at);
}
