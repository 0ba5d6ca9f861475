import { createHash, createHmac, randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { transaction } from "@/db/client";
import { platformEvents } from "@/db/schema";
import { webEnv } from "@/lib/base/env";
import { useWorldSettings } from "@/tests/support/own-web";
import { world } from "@/tests/support/world";

const { web } = world();
const marker = "a title that nobody may keep";

beforeAll(useWorldSettings);

const secret = () => webEnv().PLATFORM_WEBHOOK_SECRETS["field-nation"]?.[0] ?? "";
const sign = (body: string, key = secret()) => `sha256=${createHmac("sha256", key).update(body).digest("hex")}`;
const bodyFor = (user: number | null) =>
  JSON.stringify({ id: randomUUID(), event: { name: "workorder.routed" }, user: user && { id: user }, workorder: { title: marker } });

const deliver = (body: string, headers: Record<string, string>, platform = "field-nation") =>
  fetch(`${web}/api/platforms/${platform}/webhook`, { method: "POST", body, headers });

const recorded = (body: string) => {
  const deliveryId = createHash("sha256").update(body).digest("base64url");
  return transaction({ kind: "system", job: "test" }, (tx) =>
    tx.select().from(platformEvents).where(eq(platformEvents.deliveryId, deliveryId)),
  );
};

test("a signed message is recorded once, whatever delivery id it comes under, and nothing of it but whom it is about", async () => {
  const body = bodyFor(987_654);
  for (const id of [randomUUID(), randomUUID(), "x".repeat(200)]) {
    const answer = await deliver(body, { "x-fn-signature": sign(body), "x-fn-delivery-id": `${id}:1` });
    expect(answer.status).toBe(200);
  }
  const rows = await recorded(body);
  expect(rows).toMatchObject([{ platform: "field-nation", platformUserId: "987654" }]);
  expect(JSON.stringify(rows)).not.toContain(marker);
});

const body = bodyFor(1);
const marked = `\uFEFF${body}`;
test.each<[string, () => Record<string, string>, string]>([
  ["signed with another secret", () => ({ "x-fn-signature": sign(body, "another secret of ours") }), body],
  ["whose body was changed", () => ({ "x-fn-signature": sign(body) }), bodyFor(2)],
  ["whose body has got a byte order mark", () => ({ "x-fn-signature": sign(body) }), marked],
  ["without a signature", () => ({}), body],
  ["signed, but no JSON", () => ({ "x-fn-signature": sign("nonsense") }), "nonsense"],
  ["signed, but whose user is none", () => ({ "x-fn-signature": sign('{"user":{"id":"x"}}') }), '{"user":{"id":"x"}}'],
])("a message %s is refused and leaves nothing", async (_, headers, sent) => {
  expect((await deliver(sent, headers())).status).toBe(400);
  expect(await recorded(sent)).toEqual([]);
});

test("a platform that sends no messages is not listened to", async () => {
  for (const platform of ["service-channel", "nobody", "__proto__"])
    expect((await deliver(body, { "x-fn-signature": sign(body) }, platform)).status).toBe(404);
});
