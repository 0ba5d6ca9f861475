import { json } from "@/sandbox/base/reply";
import type { Call } from "@/sandbox/base/router";
import type { Store } from "@/sandbox/base/store";
import type { Caller } from "@/sandbox/platform/identify-caller";
import { loginRoutes } from "@/sandbox/platform/login-page";
import type { Handler } from "@/sandbox/platform/operations";
import { type Doubles, serveWire } from "@/sandbox/platform/serve-wire";
import { changeStatus } from "@/sandbox/platform/service-channel/change-status";
import { loginPath, serviceChannelVoice } from "@/sandbox/platform/service-channel/errors";
import { grantToken } from "@/sandbox/platform/service-channel/grant-token";
import { listWorkOrders, readWorkOrder } from "@/sandbox/platform/service-channel/read-work-orders";
import { readToken } from "@/sandbox/platform/sessions";
import { usersTable } from "@/sandbox/platform/users";

/** Each login is a provider of its own here, so that its id is also the provider's. */
const readProfile: Handler = ({ user }) => json(200, { UserProfile: { UserId: user.id, ProviderId: user.id, UserName: user.username } });

/** Who calls: the token comes in a bearer header alone. */
function identify(store: Store, call: Call): Caller {
  const token = /^Bearer (.+)$/.exec(call.headers.authorization ?? "")?.[1];
  const userId = token === undefined ? null : readToken(store, "access", token);
  const user = userId === null ? undefined : usersTable(store).get(userId);
  return user ? { user, seatId: null } : "unknown";
}

/** Serves ServiceChannel's wire over the same users, orders and faults; where each part of it is known from stands in wire.ts. */
export const serveServiceChannel = (doubles: Doubles, port: number) =>
  serveWire(
    doubles,
    {
      voice: serviceChannelVoice,
      tokenPath: "/oauth/token",
      grantToken,
      identify,
      handlers: [
        ["GET", "/v3/users/current/profile", "me", readProfile],
        ["GET", "/v3/odata/workorders", "list", listWorkOrders],
        ["GET", "/v3/odata/workorders\\(:id(\\d+)\\)", "read", readWorkOrder],
        ["PUT", "/v3/workorders/:id/status", "assignee", changeStatus],
      ],
      pages: loginRoutes(doubles.store, loginPath),
    },
    port,
  );
