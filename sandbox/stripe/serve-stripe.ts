import { timingSafeEqual } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "@/sandbox/base/clock";
import type { FaultName, Faults } from "@/sandbox/base/faults";
import { listen } from "@/sandbox/base/listen";
import { type Answer, json, type Reply, silence } from "@/sandbox/base/reply";
import { type Call, findRoute } from "@/sandbox/base/router";
import type { Store } from "@/sandbox/base/store";
import { checkoutPageRoutes } from "@/sandbox/stripe/checkout-page";
import { startDeliverer } from "@/sandbox/stripe/deliveries";
import { apiVersion } from "@/sandbox/stripe/emit-event";
import { expandPaths } from "@/sandbox/stripe/expand";
import { invoicePageRoutes } from "@/sandbox/stripe/invoice-page";
import { withFirstLines } from "@/sandbox/stripe/list";
import { parseForm } from "@/sandbox/stripe/parse-form";
import { portalPageRoutes } from "@/sandbox/stripe/portal-page";
import { refuse, StripeRefusal } from "@/sandbox/stripe/refusal";
import { runUntil } from "@/sandbox/stripe/renew";
import { fingerprintOf, idempotencyKeyOf, keepReplay, replayOf } from "@/sandbox/stripe/replays";
import { apiRoutes, type Operation, pathId } from "@/sandbox/stripe/routes";
import { seedCatalogue } from "@/sandbox/stripe/seed-catalogue";
import { newId, type StripeConfig, type StripeWorld, stripeTables } from "@/sandbox/stripe/world";

/** Serves the Stripe double: its API, its hosted pages, and its webhooks to `webUrl`. */
export async function serveStripe(options: {
  store: Store;
  faults: Faults;
  clock: Clock;
  config: StripeConfig;
  port: number;
  webUrl: string | null;
}) {
  const { store, faults, clock, config } = options;
  let url = "";
  const world: StripeWorld = {
    store,
    config,
    tables: stripeTables(store),
    url: () => url,
    now: clock.nowSeconds,
    request: { id: null, idempotencyKey: null },
  };
  seedCatalogue(world);
  const webhookUrl = options.webUrl === null ? null : `${options.webUrl}/api/stripe/webhook`;
  const deliverer = startDeliverer(world, faults, webhookUrl);
  const pages = [
    ...checkoutPageRoutes(world, deliverer.wake),
    ...portalPageRoutes(world, deliverer.wake),
    ...invoicePageRoutes(world, deliverer.wake),
  ];
  const underway = new Set<string>();

  const serveApi = async (call: Call): Promise<Reply> => {
    const requestId = newId("req");
    try {
      const found = findRoute(apiRoutes, call);
      authorise(call, config, found?.route.extra ?? null);
      if (!found) throw refuse.notHere();
      return await perform(found.route.extra, found.call, requestId);
    } catch (error) {
      if (!(error instanceof StripeRefusal)) throw error;
      return answer(error.status, JSON.stringify({ error: error.error }), requestId, error.headers);
    } finally {
      deliverer.wake();
    }
  };

  const perform = async (operation: Operation, call: Call, requestId: string): Promise<Reply> => {
    const key = idempotencyKeyOf(call);
    const fingerprint = fingerprintOf(call);
    if (key !== null) {
      const known = replayOf(store, key, clock.nowSeconds());
      if (known && known.fingerprint !== fingerprint) throw refuse.keyReused();
      if (known) return answer(known.status, known.body, requestId, { "idempotent-replayed": "true", "original-request": known.requestId });
      if (underway.has(key)) throw refuse.keyInUse();
      underway.add(key);
    }
    try {
      const odd = await faultBefore(faults, operation.name);
      // What has begun is remembered with its failure; what a gateway answers never got there.
      if (odd?.isKept && key !== null) keepReplay(store, key, { fingerprint, ...odd, requestId, at: clock.nowSeconds() });
      if (odd) return answer(odd.status, odd.body, requestId);
      return store.transact(() => {
        const asked = { ...world, request: { id: requestId, idempotencyKey: key } };
        const result = operation.run(asked, parseForm(call.url.search, call.body), pathId(call));
        const right = inform(world, result);
        const late = faults.take("stripe", lateFaults, operation.name);
        const told = tellAs(late?.fault ?? null, right);
        if (key !== null) keepReplay(store, key, { fingerprint, ...told, requestId, at: clock.nowSeconds() });
        return late?.fault === "timeout_after_commit" ? silence(late.delayMs ?? 30_000) : answer(told.status, told.body, requestId);
      });
    } finally {
      if (key !== null) underway.delete(key);
    }
  };

  const server = await listen(options.port, (call) => {
    runUntil(world, clock.nowSeconds());
    const page = findRoute(pages, call);
    return page ? page.route.handle(page.call) : serveApi(call);
  });
  url = server.url;

  return {
    url: server.url,
    tables: world.tables,
    /** Moves virtual time; renewals that fall due have happened when this returns, their webhooks follow. */
    moveClock: (to: Date) => {
      store.transact(() => {
        clock.moveTo(to);
        runUntil(world, clock.nowSeconds());
      });
      deliverer.wake();
    },
    close: async () => {
      deliverer.close();
      await server.close();
    },
  };
}

const answer = (status: number, body: string, requestId: string, headers: Record<string, string> = {}): Answer => ({
  ...json(status, null, { "request-id": requestId, "stripe-version": apiVersion, ...headers }),
  body,
});

/** What an operation that was carried out is answered: its object, or a refusal that left something behind. */
function inform(world: StripeWorld, { object, expand }: ReturnType<Operation["run"]>): { status: number; body: string } {
  if (object instanceof StripeRefusal) return { status: object.status, body: JSON.stringify({ error: object.error }) };
  return { status: 200, body: JSON.stringify(expandPaths(world, object, expand), withFirstLines) };
}

const lateFaults = ["error_500_after_commit", "other_object_after_commit", "timeout_after_commit"] as const;

/** What is answered to a call that has been done. */
function tellAs(fault: FaultName | null, right: { status: number; body: string }) {
  if (fault === "error_500_after_commit") return { status: 500, body: JSON.stringify({ error: refuse.broken().error }) };
  if (fault === "other_object_after_commit") return { status: 200, body: JSON.stringify({ id: newId("xx"), object: "something_else" }) };
  return right;
}

/** Refuses the call or lets it wait, when a fault says so; or what is answered in place of doing it. */
async function faultBefore(faults: Faults, operation: string): Promise<{ status: number; body: string; isKept: boolean } | null> {
  const late = faults.take("stripe", ["latency"], operation);
  if (late) await wait(late.delayMs ?? 1000);
  const before = ["error_500_before", "error_500_bare", "error_in_200", "conflict_409", "rate_limited_429"] as const;
  const fault = faults.take("stripe", before, operation);
  if (fault?.fault === "conflict_409") throw refuse.keyInUse();
  if (fault?.fault === "rate_limited_429") throw refuse.tooMany(fault.retryAfterSeconds);
  const broken = JSON.stringify({ error: refuse.broken().error });
  if (fault?.fault === "error_500_before") return { status: 500, body: broken, isKept: true };
  if (fault?.fault === "error_500_bare") return { status: 500, body: "{}", isKept: false };
  if (fault?.fault === "error_in_200") return { status: 200, body: broken, isKept: false };
  return null;
}

/** Lets the secret key do everything, the restricted key what Checkout needs, and no live key anything. */
function authorise(call: Call, config: StripeConfig, operation: Operation | null) {
  const key = /^Bearer (.+)$/.exec(call.headers.authorization ?? "")?.[1] ?? "";
  if (/^[sr]k_live/.test(key)) throw refuse.key("This is a double. Live keys do not belong here.");
  if (same(key, config.secretKey)) return;
  if (!same(key, config.checkoutKey)) throw refuse.key("Invalid API Key provided.");
  if (operation && !operation.checkout) throw refuse.permission();
}

const same = (given: string, right: string) => {
  const [one, other] = [Buffer.from(given), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
};
