import { transaction } from "@/db/client";
import { applyChange, findProcessor, mailChange, seedProcessorRows, takeDue, takeUnmailed } from "@/db/queries/processors";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { log } from "@/lib/base/log";
import { firstEntries } from "@/lib/oversight/processors/called";

const actor = { kind: "system", job: "processors" } as const;

/** Begins the register with whom the code calls, once for good. */
async function beginRegister(): Promise<void> {
  await transaction(actor, async (tx) => {
    const entries = await seedProcessorRows(tx, firstEntries, now());
    if (entries === 0) return;
    await recordAccess(tx, { act: "processor.begin", object: "list:processors", subject: null, reason: "first", facts: { entries } });
  });
}

/** Mails of what was announced: to each account once, in the transaction that notes it. A crash leaves none of a change's mails, or all. */
async function tellMembers(): Promise<void> {
  await transaction(actor, async (tx) => {
    for (const { id, code, name, urgentReason, effectiveAt } of await takeUnmailed(tx)) {
      const isNew = (await findProcessor(tx, code)) === null;
      const facts = { name, isNew: isNew ? 1 : 0, urgent: urgentReason ? 1 : 0, effectiveAt: effectiveAt.toISOString() };
      const mails = await mailChange(tx, id, facts, now());
      await recordAccess(tx, {
        act: "processor.mail",
        object: `processor-change:${id}`,
        subject: null,
        reason: "announced",
        facts: { mails },
      });
    }
  });
}

async function applyDue(): Promise<void> {
  await transaction(actor, async (tx) => {
    const at = now();
    for (const change of await takeDue(tx, at)) {
      const id = await applyChange(tx, change, at);
      const facts = { processor: change.code, urgent: change.urgentReason !== "" };
      await recordAccess(tx, { act: "processor.apply", object: `processor:${id}`, subject: null, reason: "announced", facts });
      log.info("a processor's change is in effect", { processor: change.code });
    }
  });
}

/** The worker's round: begins the register, tells members what was announced, and puts into effect what is due. Bears running twice at once. */
export async function runProcessors(): Promise<void> {
  await beginRegister();
  await tellMembers();
  await applyDue();
}
