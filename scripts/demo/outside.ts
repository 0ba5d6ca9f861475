import type { World } from "@/scripts/world/start-world";

/** The sandbox's side of the story, as an outsider sees it. */
export function outsideOf(world: Pick<World, "sandbox">) {
  const sandbox = world.sandbox;
  if (!sandbox) throw new Error("this needs the sandbox");

  async function control<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const reply = await fetch(`${sandbox?.control}${path}`, { method, body: body === undefined ? null : JSON.stringify(body) });
    if (!reply.ok) throw new Error(`${method} ${path} answered ${reply.status}`);
    return (await reply.json()) as Answer;
  }

  return {
    addPlatformLogin: (username: string, password: string) => control<{ id: number }>("POST", "/__users", { username, password }),
    putUpOffer: (offer: Record<string, unknown>) => control<{ id: number; markers: string[] }>("POST", "/__offers", offer),
    passDays: (advanceDays: number) => control<{ now: string }>("POST", "/__clock", { advanceDays }),
    assigneeOf: async (orderId: number) => {
      const { platform } = await control<{ platform: { orders: { id: number; assigneeUserId: number | null }[] } }>("GET", "/__world");
      return platform.orders.find((order) => order.id === orderId)?.assigneeUserId ?? null;
    },
    invoices: async () => {
      const { stripe } = await control<{ stripe: { invoices: { total: number; status: string }[] } }>("GET", "/__world");
      return stripe.invoices;
    },
    mailTo: async (address: string) => {
      const reply = await fetch(`${sandbox.mail}/messages?to=${encodeURIComponent(address)}`);
      return ((await reply.json()) as { messages: { subject: string; text: string }[] }).messages;
    },
  };
}
