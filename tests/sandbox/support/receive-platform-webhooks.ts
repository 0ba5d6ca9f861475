import { createHmac } from "node:crypto";
import { onTestFinished } from "vitest";
import { listen } from "@/sandbox/base/listen";
import { json } from "@/sandbox/base/reply";

export const platformSecret = "a-secret-of-webhooks";

interface Received {
  readonly id: string;
  readonly attempt: number;
  readonly event: string;
  readonly orderId: number;
  readonly userId: number | null;
  readonly genuine: boolean;
  readonly body: string;
}
interface Told {
  event: { name: string };
  user: { id: number } | null;
  workorder: { id: number };
}

/** A receiver of the platform's webhooks; `answer` sets what it replies. A wrong signature is answered 400 in any case. */
export async function receivePlatformWebhooks(port = 0) {
  const received: Received[] = [];
  let status = 204;
  const server = await listen(port, ({ headers, body }) => {
    const digest = createHmac("sha256", platformSecret).update(body).digest("hex");
    const [id = "", attempt] = String(headers["x-fn-delivery-id"]).split(":");
    const told = JSON.parse(body) as Told;
    const genuine = headers["x-fn-signature"] === `sha256=${digest}`;
    const { event, user, workorder } = told;
    received.push({ id, attempt: Number(attempt), event: event.name, orderId: workorder.id, userId: user?.id ?? null, genuine, body });
    return json(genuine ? status : 400, null);
  });
  onTestFinished(() => server.close());
  return {
    url: `${server.url}/api/platforms/field-nation/webhook`,
    received,
    /** The settings of a sandbox that tells this receiver. */
    variables: {
      SANDBOX_PLATFORM_WEBHOOK_URL: `${server.url}/api/platforms/field-nation/webhook`,
      SANDBOX_PLATFORM_WEBHOOK_SECRET: platformSecret,
      SANDBOX_PLATFORM_WEBHOOK_DELAYS_MS: "20,40,60,80",
    },
    answer: (next: number) => {
      status = next;
    },
  };
}
