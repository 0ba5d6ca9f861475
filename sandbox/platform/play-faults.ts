import { setTimeout as wait } from "node:timers/promises";
import { canaryMark } from "@/lib/base/canary-mark";
import type { Fault, platformFaults } from "@/sandbox/base/faults";
import { type Answer, json, type Reply, silence } from "@/sandbox/base/reply";
import type { Store } from "@/sandbox/base/store";
import type { Operation } from "@/sandbox/platform/operations";
import { isFree, type Order, ordersTable } from "@/sandbox/platform/orders";
import { endAccess } from "@/sandbox/platform/sessions";
import type { PlatformUser } from "@/sandbox/platform/users";
import type { Voice } from "@/sandbox/platform/voice";
import { tellOf } from "@/sandbox/platform/webhook-events";

type Name = (typeof platformFaults)[number];

/** The user id under which the double's own rivals take orders. No login has it. */
export const rivalUserId = 39_999;

const writes: readonly Operation[] = ["assignee", "request", "withdraw", "cancel"];
const fits: Record<Name, (operation: Operation) => boolean> = {
  latency: () => true,
  timeout: () => true,
  rate_limited: () => true,
  unavailable_503: () => true,
  expired_401: (operation) => operation !== "token",
  login_html: (operation) => operation !== "token",
  login_page: (operation) => operation !== "token",
  taken_401: (operation) => operation === "assignee" || operation === "request",
  rival_wins: (operation) => operation === "assignee" || operation === "request",
  conflict_refresh: (operation) => writes.includes(operation),
  conflict_fix_input: (operation) => writes.includes(operation),
  commit_then_timeout: (operation) => writes.includes(operation),
  changed_shape: (operation) => operation === "list" || operation === "read",
  unknown_field: (operation) => operation === "list" || operation === "read",
};

/** What one call meets of some faults: the one that strikes it, used up with that, or null. */
export type Meets = (names: readonly Name[]) => Fault | null;

/** Those of the faults that can strike an operation. */
export const namesFor = (operation: Operation, names: readonly Name[]) => names.filter((name) => fits[name](operation));

/** What goes wrong before the platform does anything; null lets the call through. */
export async function faultBefore(
  store: Store,
  meets: Meets,
  voice: Voice,
  operation: Operation,
  user: PlatformUser | null,
  orderId: number | null,
): Promise<{ name: Name; reply: Reply } | null> {
  const late = meets(namesFor(operation, ["latency"]));
  if (late) await wait(late.delayMs ?? 1000);
  return store.transact(() => {
    const fault = meets(namesFor(operation, early));
    if (!fault) return null;
    const reply = earlyReply(store, voice, fault, user, orderId);
    return reply && { name: fault.fault as Name, reply };
  });
}

const early = [
  "timeout",
  "rate_limited",
  "unavailable_503",
  "expired_401",
  "login_html",
  "login_page",
  "taken_401",
  "rival_wins",
  "conflict_refresh",
  "conflict_fix_input",
] as const satisfies readonly Name[];

function earlyReply(store: Store, voice: Voice, fault: Fault, user: PlatformUser | null, orderId: number | null): Reply | null {
  switch (fault.fault) {
    case "timeout":
      return silence(fault.delayMs ?? 30_000);
    case "rate_limited":
      return voice.rateLimited(fault.retryAfterSeconds);
    case "unavailable_503":
      return voice.unavailable(fault.retryAfterSeconds);
    case "expired_401":
      if (user) endAccess(store, user.id);
      return voice.ended();
    case "login_html":
      if (user) endAccess(store, user.id);
      return voice.toLogin();
    case "login_page":
      if (user) endAccess(store, user.id);
      return voice.loginPage();
    case "taken_401":
      return voice.taken();
    case "rival_wins":
      rivalTakes(store, orderId);
      return null;
    case "conflict_refresh":
      return voice.conflict("REFRESH_STATE");
    case "conflict_fix_input":
      return voice.conflict("FIX_INPUT");
    default:
      return null;
  }
}

/** A rival takes the order, if it is still free. */
export function rivalTakes(store: Store, orderId: number | null) {
  const order: Order | undefined = orderId === null ? undefined : ordersTable(store).get(orderId);
  if (!order || !isFree(order)) return;
  const theirs = { ...order, assigneeUserId: rivalUserId };
  ordersTable(store).put(order.id, theirs);
  tellOf(store, "workorder.status.assigned", theirs, order.toUserId);
}

/** What goes wrong on the way back, after the effect has been stored. Runs inside the call's transaction. */
export function faultAfter(meets: Meets, voice: Voice, operation: Operation, answer: Answer): { name: Name; reply: Reply } | null {
  const fault = meets(namesFor(operation, ["commit_then_timeout", "changed_shape", "unknown_field"]));
  if (fault?.fault === "commit_then_timeout") return { name: fault.fault, reply: silence(fault.delayMs ?? 30_000) };
  if (fault?.fault === "changed_shape") return { name: fault.fault, reply: changeShape(voice, answer) };
  if (fault?.fault === "unknown_field") return { name: fault.fault, reply: addField(answer) };
  return null;
}

/** A part that nobody has announced, in every object of the reply: clients do without it, and keep none of it. */
function addField(answer: Answer): Answer {
  const adding = (_: string, value: unknown) =>
    value !== null && typeof value === "object" && !Array.isArray(value) ? { ...value, unannounced: `${canaryMark}unannounced` } : value;
  const body: unknown = JSON.parse(answer.body);
  return json(answer.status, JSON.parse(JSON.stringify(body, adding)));
}

/** The same facts under other names, as after an unannounced release: clients must refuse it, not guess. */
function changeShape({ renames }: Voice, answer: Answer): Answer {
  const renamed = Object.entries(renames).reduce((body, [before, after]) => body.replaceAll(`"${before}":`, `"${after}":`), answer.body);
  return json(answer.status, JSON.parse(renamed));
}
