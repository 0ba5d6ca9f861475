import { readAcceptance } from "@/lib/orders/read-acceptance";
import type { FormState, NextStep } from "@/lib/web/form-state";
import { gapTexts } from "./gap-texts";

/**
 * After a step on the way to acceptance: that all is set, or that something has to follow and the way there. What the page `here` can
 * mend comes first. It names nothing as missing, since it stays on the page while other forms mend it.
 */
export async function readOnward(accountId: string, here: string): Promise<{ text: string; next: NextStep | null }> {
  const { missing } = await readAcceptance(accountId);
  const [first] = missing;
  if (!first) return { text: "Everything is set: the next offers are judged by it.", next: null };
  const steps = missing.map((gap) => gapTexts[gap].step).filter((step) => step !== null);
  const next = steps.find(({ href }) => href.startsWith(here)) ?? steps[0] ?? null;
  if (!next) return { text: `Nothing is accepted at the moment. ${gapTexts[first].text}.`, next };
  return { text: "Offers are accepted once everything is set up. Next:", next };
}

/** The answer to something saved on the page `here`, on the way to acceptance. */
export async function saved(accountId: string, message: string, here: string): Promise<FormState> {
  const { text, next } = await readOnward(accountId, here);
  return { status: "done", message: `${message} ${text}`, ...(next ? { next } : {}) };
}
