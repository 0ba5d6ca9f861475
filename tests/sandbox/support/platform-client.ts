import { readFileSync } from "node:fs";
import { request } from "node:https";
import type { Sandbox } from "@/sandbox/start-sandbox";
import { control } from "@/tests/sandbox/support/given-sandbox";

export interface PlatformReply {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
  readonly body: unknown;
}

/** A plain client of the platform's wire that trusts the sandbox's authority and nothing else. */
export function platformClient(sandbox: Pick<Sandbox, "platform" | "ca">, ca: string | null = readFileSync(sandbox.ca, "utf8")) {
  return (method: string, path: string, body?: unknown): Promise<PlatformReply> =>
    new Promise((resolve, reject) => {
      const options = { method, ca: ca ?? undefined, timeout: 2_000, headers: { "content-type": "application/json" } };
      const call = request(`${sandbox.platform}${path}`, options, (reply) => {
        const parts: Buffer[] = [];
        reply.on("data", (part: Buffer) => parts.push(part));
        reply.on("end", () => {
          const text = Buffer.concat(parts).toString("utf8");
          const isJson = String(reply.headers["content-type"]).includes("json");
          resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text, body: isJson ? JSON.parse(text) : null });
        });
      });
      call.on("timeout", () => call.destroy(new Error("no answer in time")));
      call.on("error", reject);
      call.end(body === undefined ? undefined : JSON.stringify(body));
    });
}

/** A user of the platform, logged in: calls under their own token. */
export async function givenProvider(sandbox: Sandbox, username: string) {
  const { id } = await control(sandbox, "POST", "/__users", { username, password: "a long password" });
  const call = platformClient(sandbox);
  const login = { grant_type: "password", client_id: "client", client_secret: "client-secret", username, password: "a long password" };
  const logIn = async () =>
    (await call("POST", "/authentication/api/oauth/token", login)).body as { access_token: string; refresh_token: string };
  let token = (await logIn()).access_token;
  const api = (method: string, path: string, body?: unknown) =>
    call(method, `/api/rest/v2${path}${path.includes("?") ? "&" : "?"}access_token=${token}`, body);
  return {
    id,
    api,
    logIn,
    logInAgain: async () => {
      token = (await logIn()).access_token;
    },
    accept: (orderId: number) => api("POST", `/workorders/${orderId}/assignee`, { user: { id } }),
  };
}
