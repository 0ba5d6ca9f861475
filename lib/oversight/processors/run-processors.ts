import { transaction } from "@/db/client";
import {
  applyChange,
  findProcessor,
  mailNext,
  recallNext,
  seedProcessorRows,
  takeDue,
  takeUnmailed,
  takeUnrecalled,
} from "@/db/queries/processors";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { log } from "@/lib/base/log";
import { point } from "@/lib/base/points";
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

const batch = 1_000;

/** One transaction's share of a change's mails; false when no change is left to tell of, or another worker tells of it. */
async function tellNext(): Promise<boolean> {
  return await transaction(actor, async (tx) => {
    const change = await takeUnmailed(tx);
    if (!change) return false;
    const { id, code, name, urgentReason, effectiveAt } = change;
    const isNew = (await findProcessor(tx, code)) === null;
    const facts = { name, isNew: isNew ? 1 : 0, urgent: urgentReason ? 1 : 0, effectiveAt: effectiveAt.toISOString() };
    const mails = await mailNext(tx, change, facts, { at: now(), limit: batch });
    await recordAccess(tx, {
      act: "processor.mail",
      object: `processor-change:${id}`,
      subject: null,
      reason: "announced",
      facts: { mails },
    });
    return true;
  });
}

/**
 * Mails of what was announced, to each account that there was: 1,000 in a transaction, which notes how far it came. A crash leaves whole
 * batches, and the next round goes on behind them.
 */
async function tellMembers(): Promise<void> {
  while (await tellNext()) await point("processors.after-batch");
}

/** The same for a change that was called off, among those who were told of it. */
async function recallNextOf(): Promise<boolean> {
  return await transaction(actor, async (tx) => {
    const change = await takeUnrecalled(tx);
    if (!change) return false;
    const { id, code, name, effectiveAt } = change;
    const isNew = (await findProcessor(tx, code)) === null;
    const facts = { name, isNew: isNew ? 1 : 0, effectiveAt: effectiveAt.toISOString() };
    const { told, spared } = await recallNext(tx, change, facts, { at: now(), limit: batch });
    await recordAccess(tx, {
      act: "processor.recall",
      object: `processor-change:${id}`,
      subject: null,
      reason: "called_off",
      facts: { mails: told, spared },
    });
    return true;
  });
}

/** Mails of what was called off, to each account that knows of it, in batches that a crash leaves whole. */
async function recallFromMembers(): Promise<void> {
  while (await recallNextOf()) await point("processors.after-recall");
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

/**
 * The worker's round: begins the register, tells members what was announced and what of it was called off, and puts into effect what is due.
 * Bears running twice at once.
 */
export async function runProcessors(): Promise<void> {
  await beginRegister();
  await tellMembers();
  await recallFromMembers();
  await applyDue();
}
