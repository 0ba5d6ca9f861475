import type { Faults } from "@/sandbox/base/faults";
import { type Listening, listen } from "@/sandbox/base/listen";
import type { Answer, Reply } from "@/sandbox/base/reply";
import { type Call, findRoute, type Route, route } from "@/sandbox/base/router";
import type { Store } from "@/sandbox/base/store";
import { logCall } from "@/sandbox/platform/call-log";
import type { Caller } from "@/sandbox/platform/identify-caller";
import type { ServerTls } from "@/sandbox/platform/make-authority";
import type { Handler, Operation, PlatformConfig } from "@/sandbox/platform/operations";
import { faultAfter, faultBefore } from "@/sandbox/platform/play-faults";
import { rateBudget } from "@/sandbox/platform/rate-budget";
import type { Voice } from "@/sandbox/platform/voice";
import { faultsOf } from "@/sandbox/platform/weather";

/** What every wire is served over: one store of users and orders, one list of faults, one authority. */
export interface Doubles {
  readonly store: Store;
  readonly faults: Faults;
  readonly config: PlatformConfig;
  readonly tls: ServerTls;
  /** Called after each call: something may have happened that is to be told. */
  readonly changed: () => void;
}

export interface Wire {
  readonly voice: Voice;
  readonly tokenPath: string;
  readonly grantToken: (store: Store, config: PlatformConfig, call: Call) => { answer: Answer; userId: number | null };
  readonly identify: (store: Store, call: Call) => Caller;
  readonly handlers: readonly (readonly [method: string, path: string, operation: Operation, handle: Handler])[];
  /** Pages for people. */
  readonly pages: readonly Route<null>[];
}

/** Serves one platform's wire over TLS, with the faults that were asked for, and logs each call. */
export async function serveWire({ store, faults, config, tls, changed }: Doubles, wire: Wire, port: number): Promise<Listening> {
  const { voice } = wire;
  const budget = rateBudget(config.callsPerMinute);

  const limited = (): Reply | null => {
    const seconds = budget.take();
    return seconds === 0 ? null : voice.rateLimited(seconds);
  };

  const tokenRoute = async (call: Call): Promise<Reply> => {
    const early = limited() ?? (await faultBefore(store, faultsOf(store, faults, "token"), voice, "token", null, null))?.reply;
    if (early) return early;
    return store.transact(() => {
      const { answer, userId } = wire.grantToken(store, config, call);
      const outcome = String(answer.status);
      logCall(store, { platform: voice.platform, operation: "token", userId, seatId: null, orderId: null, outcome });
      return answer;
    });
  };

  const apiRoute =
    (operation: Operation, handle: Handler) =>
    async (call: Call): Promise<Reply> => {
      const orderId = call.params.id === undefined ? null : Number(call.params.id);
      const caller = wire.identify(store, call);
      const { user, seatId } = typeof caller === "string" ? { user: null, seatId: null } : caller;
      const log = (outcome: string) =>
        logCall(store, { platform: voice.platform, operation, userId: user?.id ?? null, seatId, orderId, outcome });
      const tooMany = limited();
      if (tooMany) return tooMany;
      if (!user) {
        log(caller === "unknown" ? "401" : "403");
        return caller === "unknown" ? voice.ended() : voice.mayNotAct();
      }
      const meets = faultsOf(store, faults, operation);
      const early = await faultBefore(store, meets, voice, operation, user, orderId);
      if (early) {
        log(early.name);
        return early.reply;
      }
      return store.transact(() => {
        const answer = handle({ store, call, user });
        const late = faultAfter(meets, voice, operation, answer);
        log(late ? late.name : String(answer.status));
        return late?.reply ?? answer;
      });
    };

  const routes: Route<null>[] = [
    route("POST", wire.tokenPath, null, tokenRoute),
    ...wire.pages,
    ...wire.handlers.map(([method, path, operation, handle]) => route(method, path, null, apiRoute(operation, handle))),
  ];

  return await listen(
    port,
    async (call) => {
      const found = findRoute(routes, call);
      if (!found) return voice.nothingHere();
      const reply = await found.route.handle(found.call);
      changed();
      return reply;
    },
    tls,
  );
}
