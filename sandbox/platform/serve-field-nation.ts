import { json } from "@/sandbox/base/reply";
import { acceptOrder, cancelOrder, requestOrder, withdrawRequest } from "@/sandbox/platform/change-orders";
import { fieldNationVoice } from "@/sandbox/platform/field-nation-voice";
import { grantToken } from "@/sandbox/platform/grant-token";
import { identifyCaller } from "@/sandbox/platform/identify-caller";
import { loginRoutes } from "@/sandbox/platform/login-page";
import type { Handler } from "@/sandbox/platform/operations";
import { listOrders, readOrder } from "@/sandbox/platform/read-orders";
import { type Doubles, serveWire } from "@/sandbox/platform/serve-wire";

const api = "/api/rest/v2";
const readMe: Handler = ({ user }) =>
  json(200, { id: user.id, first_name: user.firstName, last_name: user.lastName, username: user.username });

/** Serves Field Nation's wire; where each part of it is known from stands in wire.ts. */
export const serveFieldNation = (doubles: Doubles, port: number) =>
  serveWire(
    doubles,
    {
      voice: fieldNationVoice,
      tokenPath: "/authentication/api/oauth/token",
      grantToken,
      identify: identifyCaller,
      handlers: [
        ["GET", `${api}/users/me`, "me", readMe],
        ["GET", `${api}/workorders`, "list", listOrders],
        ["GET", `${api}/workorders/:id`, "read", readOrder],
        ["POST", `${api}/workorders/:id/assignee`, "assignee", acceptOrder],
        ["POST", `${api}/workorders/:id/requests`, "request", requestOrder],
        ["DELETE", `${api}/workorders/:id/requests/:rid`, "withdraw", withdrawRequest],
        ["POST", `${api}/workorders/:id/provider/cancel`, "cancel", cancelOrder],
      ],
      pages: loginRoutes(doubles.store, "/login"),
    },
    port,
  );
