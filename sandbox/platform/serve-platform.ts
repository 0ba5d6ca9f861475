import type { Faults } from "@/sandbox/base/faults";
import { listen } from "@/sandbox/base/listen";
import { json, type Reply } from "@/sandbox/base/reply";
import { type Call, findRoute, type Route, route } from "@/sandbox/base/router";
import type { Store } from "@/sandbox/base/store";
import { logCall } from "@/sandbox/platform/call-log";
import { acceptOrder, cancelOrder, requestOrder, withdrawRequest } from "@/sandbox/platform/change-orders";
import { grantToken } from "@/sandbox/platform/grant-token";
import { identifyCaller } from "@/sandbox/platform/identify-caller";
import { loginRoutes } from "@/sandbox/platform/login-page";
import { makeAuthority } from "@/sandbox/platform/make-authority";
import type { Handler, Operation, PlatformConfig } from "@/sandbox/platform/operations";
import { faultAfter, faultBefore } from "@/sandbox/platform/play-faults";
import { bare401, problem } from "@/sandbox/platform/problems";
import { rateBudget } from "@/sandbox/platform/rate-budget";
import { listOrders, readOrder } from "@/sandbox/platform/read-orders";

const api = "/api/rest/v2";
const readMe: Handler = ({ user }) =>
  json(200, { id: user.id, first_name: user.firstName, last_name: user.lastName, username: user.username });

const handlers: readonly [method: string, path: string, operation: Operation, handle: Handler][] = [
  ["GET", `${api}/users/me`, "me", readMe],
  ["GET", `${api}/workorders`, "list", listOrders],
  ["GET", `${api}/workorders/:id`, "read", readOrder],
  ["POST", `${api}/workorders/:id/assignee`, "assignee", acceptOrder],
  ["POST", `${api}/workorders/:id/requests`, "request", requestOrder],
  ["DELETE", `${api}/workorders/:id/requests/:rid`, "withdraw", withdrawRequest],
  ["POST", `${api}/workorders/:id/provider/cancel`, "cancel", cancelOrder],
];

/** Serves the platform's double over TLS, from an authority of its own. */
export async function servePlatform(options: { store: Store; faults: Faults; config: PlatformConfig; directory: string; port: number }) {
  const { store, faults, config } = options;
  const tls = await makeAuthority(options.directory);
  const budget = rateBudget(config.callsPerMinute);

  const limited = (): Reply | null => {
    const seconds = budget.take();
    const headers = { "retry-after": String(seconds) };
    return seconds === 0 ? null : problem("RATE_LIMIT_EXCEEDED", `Rate limit exceeded. Retry after ${seconds} seconds.`, { headers });
  };

  const tokenRoute = async (call: Call): Promise<Reply> => {
    const early = limited() ?? (await faultBefore(store, faults, "token", null, null))?.reply;
    if (early) return early;
    return store.transact(() => {
      const { answer, userId } = grantToken(store, config, call);
      logCall(store, { operation: "token", userId, seatId: null, orderId: null, outcome: String(answer.status) });
      return answer;
    });
  };

  const apiRoute =
    (operation: Operation, handle: Handler) =>
    async (call: Call): Promise<Reply> => {
      const orderId = call.params.id === undefined ? null : Number(call.params.id);
      const caller = identifyCaller(store, call);
      const { user, seatId } = typeof caller === "string" ? { user: null, seatId: null } : caller;
      const log = (outcome: string) => logCall(store, { operation, userId: user?.id ?? null, seatId, orderId, outcome });
      const tooMany = limited();
      if (tooMany) return tooMany;
      if (!user) {
        log(caller === "unknown" ? "401" : "403");
        return caller === "unknown" ? bare401() : problem("INSUFFICIENT_PERMISSIONS", "This token may not act for that user.");
      }
      const early = await faultBefore(store, faults, operation, user, orderId);
      if (early) {
        log(early.name);
        return early.reply;
      }
      return store.transact(() => {
        const answer = handle({ store, call, user });
        const late = faultAfter(faults, operation, answer);
        log(late ? late.name : String(answer.status));
        return late?.reply ?? answer;
      });
    };

  const routes: Route<null>[] = [
    route("POST", "/authentication/api/oauth/token", null, tokenRoute),
    ...loginRoutes(store),
    ...handlers.map(([method, path, operation, handle]) => route(method, path, null, apiRoute(operation, handle))),
  ];

  const server = await listen(
    options.port,
    (call) => {
      const found = findRoute(routes, call);
      return found ? found.route.handle(found.call) : problem("RESOURCE_NOT_FOUND", "There is nothing here.");
    },
    tls,
  );
  return { ...server, caPath: tls.caPath };
}
