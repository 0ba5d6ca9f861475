import { readAcceptance } from "@/lib/orders/read-acceptance";
import type { FormState } from "@/lib/web/form-state";
import { gapTexts, nextStep } from "./gap-texts";

/** The answer to something saved on the way to acceptance: that it counts from now on, or what still has to follow, with the way there. */
export async function saved(accountId: string, message: string, whenOn: string): Promise<FormState> {
  const { missing } = await readAcceptance(accountId);
  const [first] = missing;
  if (!first) return { status: "done", message: `${message} ${whenOn}` };
  const next = nextStep(missing);
  const rest = missing.length > 1 ? `, and ${missing.length - 1} more` : "";
  return {
    status: "done",
    message: `${message} Nothing is accepted yet: ${lowerFirst(gapTexts[first].text)}${rest}.`,
    ...(next ? { next } : {}),
  };
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
