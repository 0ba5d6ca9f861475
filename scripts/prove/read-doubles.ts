import type { World } from "@/scripts/world/start-world";

/** An order as the platform's double tells of it. */
export interface DoubleOrder {
  id: number;
  start: string;
  hours: number;
  mode: "exact" | "between" | "hours";
  gapStart: string | null;
  state: "open" | "assigned" | "cancelled";
  /** Whose offer it is; null is everyone's. */
  toUserId: number | null;
  assigneeUserId: number | null;
  takenByHandAt: string | null;
  requests: { id: number; userId: number; status: string }[];
  calls: { at: string; userId: number | null; operation: string; outcome: string }[];
}

interface Item {
  amount: number;
  metadata: Record<string, string>;
}

/** What the outside world itself says has happened. */
export interface Doubles {
  platform: { orders: DoubleOrder[] };
  stripe: { invoiceItems: Item[] };
}

/** Asks the control address. @throws Error with the status when it refuses. */
export async function control<Answer>({ sandbox }: Pick<World, "sandbox">, method: string, path: string, body?: unknown): Promise<Answer> {
  const reply = await fetch(`${sandbox?.control}${path}`, { method, body: body === undefined ? null : JSON.stringify(body) });
  if (!reply.ok) throw new Error(`${method} ${path} answered ${reply.status}: ${await reply.text()}`);
  return (await reply.json()) as Answer;
}

export const readDoubles = (world: Pick<World, "sandbox">) => control<Doubles>(world, "GET", "/__world");
