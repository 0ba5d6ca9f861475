import { transaction } from "@/db/client";
import { markTold, type PolicyNotice } from "@/db/queries/policy-notices";
import { now } from "@/lib/base/clock";
import { queueMail } from "@/lib/notices/queue-mail";
import { announcedPolicies, policyBefore, policyInForce } from "@/lib/terms/policy";

const batch = 200;

/** What members are to be told of at this moment. Of the first version nobody is told: whoever joined has agreed to it. */
function noticesAt(at: Date): PolicyNotice[] {
  const announced = announcedPolicies(at).map(({ version }) => version);
  const { version: current } = policyInForce(at);
  const inForce = policyBefore(current) ? [{ version: current, kind: "in_force" as const, agreeing: [current, ...announced] }] : [];
  return [...inForce, ...announced.map((version, index) => ({ version, kind: "announced" as const, agreeing: announced.slice(index) }))];
}

async function tell(notice: PolicyNotice, at: Date): Promise<number> {
  return await transaction({ kind: "system", job: "tell-of-policy" }, async (tx) => {
    const told = await markTold(tx, notice, at, batch);
    const template = notice.kind === "announced" ? "policy-announced" : "policy-in-force";
    for (const accountId of told) await queueMail(tx, { template, accountId, facts: { version: notice.version } });
    return told.length;
  });
}

/**
 * Mails each member once when a version of the policy is announced, and once when it is in force and they have not agreed to it (clause 0.2).
 * Mark and mail are one transaction, 200 members each: a crash leaves both or neither, and the next round goes on from there.
 */
export async function tellOfPolicy(): Promise<void> {
  const at = now();
  for (const notice of noticesAt(at)) while ((await tell(notice, at)) === batch);
}
