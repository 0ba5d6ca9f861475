import { createHmac } from "node:crypto";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { startOwnWeb } from "@/tests/support/own-web";
import { waitFor } from "@/tests/support/wait-for";
import { world } from "@/tests/support/world";

/** A database that takes connections and never answers. */
async function silentDatabase(): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket.on("error", () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `postgres://holdfast_web:x@127.0.0.1:${(server.address() as AddressInfo).port}/x`;
}

function deliver(url: string, number: number): Promise<Response> {
  const body = JSON.stringify({
    id: `evt_saturation_${number}`,
    object: "event",
    type: "invoice.paid",
    created: 1,
    livemode: false,
    data: { object: { id: "in_1", object: "invoice" } },
  });
  const at = Math.floor(Date.now() / 1_000);
  const [secret = ""] = (world().settings.web.STRIPE_WEBHOOK_SECRETS ?? "").split(",");
  const signature = createHmac("sha256", secret).update(`${at}.${body}`).digest("hex");
  return fetch(`${url}/api/stripe/webhook`, { method: "POST", body, headers: { "stripe-signature": `t=${at},v1=${signature}` } });
}

test("webhooks beyond what can be in hand at once are told to come back, never refused for good", { timeout: 60_000 }, async () => {
  const web = await startOwnWeb({ WEB_DATABASE_URL: await silentDatabase() });
  onTestFinished(web.stop);
  const hanging = Array.from({ length: 64 }, (_, number) => deliver(web.url, number).catch(() => null));
  const busy = await waitFor("a webhook is told to come back", async () => {
    const response = await deliver(web.url, 100);
    return response.status === 503 ? response : null;
  });
  expect(Number(busy.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await fetch(`${web.url}/login`)).status).toBe(200);
  await web.stop();
  await Promise.all(hanging);
});
