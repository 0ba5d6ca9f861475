import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { newId } from "@/lib/base/ids";
import { stopLinks } from "@/lib/notices/stop-links";
import { givenMember, newEmail } from "@/tests/support/members";
import { type OwnWeb, startOwnWeb, useWorldSettings } from "@/tests/support/own-web";
import { openForm, sendForm } from "@/tests/support/post-form";
import { world } from "@/tests/support/world";

/** What is awaited here depends on nothing but work, which other work on the machine may hold up for long. */
const patience = 240_000;
beforeAll(useWorldSettings);

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

test("webhooks, mail programs and calendar readers beyond what can be in hand at once are told to come back, never refused for good", {
  timeout: patience,
}, async () => {
  const web = await startOwnWeb({ WEB_DATABASE_URL: await silentDatabase() });
  onTestFinished(web.stop);
  // More than can be in hand. Each that is given up is followed by the next: a slow machine gives the first up before the last have come.
  const saturate = async (send: (number: number) => Promise<Response>): Promise<void> => {
    let isOver = false;
    const told = Promise.withResolvers<Response>();
    const press = async (): Promise<void> => {
      for (let number = 0; !isOver; number += 1) {
        const response = await send(number).catch(() => null);
        if (response?.status !== 503 || response.headers.get("retry-after") !== "10") continue;
        isOver = true;
        told.resolve(response);
      }
    };
    const pressing = Array.from({ length: 80 }, press);
    await told.promise;
    expect((await fetch(`${web.url}/login`)).status).toBe(200);
    stops.push(Promise.all(pressing));
  };
  const stops: Promise<unknown>[] = [];
  // Whoever holds a mail's link can post it as often as they like: that is no reason to send Stripe away.
  const { post } = stopLinks(web.url, newId(), "offers");
  await saturate(() => fetch(post, { method: "POST" }));
  const besides = deliver(web.url, 0).then(({ status }) => status);
  await saturate((number) => fetch(`${web.url}/calendar/${number}`));
  expect(await Promise.race([besides, Promise.resolve("in hand")])).not.toBe(503);
  await saturate((number) => deliver(web.url, number));
  stops.push(besides.catch(() => null));
  await web.stop();
  await Promise.all(stops);
});

/** The most memory that a process ever held, in MB, as Linux counts it. */
function peakMegabytes({ process: { pid } }: OwnWeb): number {
  const kilobytes = readFileSync(`/proc/${pid}/status`, "utf8").match(/^VmHWM:\s+(\d+) kB$/m)?.[1];
  return Math.round(Number(kilobytes) / 1_024);
}

test.skipIf(process.platform !== "linux")(
  "200 people who log in at the same moment are all answered, in memory for a few, while the process stays well",
  { timeout: patience },
  async () => {
    const people = 200;
    // Behind a proxy, so that each comes from a network of their own and none waits for another's failures.
    const [web, members] = await Promise.all([
      startOwnWeb({ TRUSTED_PROXIES: "127.0.0.0/8" }),
      Promise.all(Array.from({ length: 4 }, () => givenMember())),
    ]);
    onTestFinished(web.stop);
    const form = await openForm({ web: web.url, path: "/login", mark: 'name="password"' });
    const logIn = (number: number) => {
      const { email, password } = members[number] ?? { email: newEmail(), password: "not anybody's password" };
      const headers = { "x-forwarded-for": `198.18.${number >> 8}.${number & 255}` };
      return sendForm(form, { email, password }, { headers });
    };
    expect((await logIn(people)).status).toBe(401);
    const before = peakMegabytes(web);

    let pending = true;
    const answers = Promise.all(Array.from({ length: people }, (_, number) => logIn(number))).finally(() => (pending = false));
    const health: number[] = [];
    while (pending) health.push((await fetch(`${web.url}/api/health/live`)).status);
    const responses = await answers;

    const after = peakMegabytes(web);
    process.stderr.write(`web's peak memory: ${before} MB before, ${after} MB after ${people} logins at once\n`);
    expect(after - before, `growth of web's peak memory in MB, from ${before}`).toBeLessThan(400);
    expect(health.filter((status) => status !== 200)).toEqual([]);
    const byStatus = Map.groupBy(responses, ({ status }) => status);
    expect([...byStatus.keys()].filter((status) => ![303, 401, 429, 503].includes(status))).toEqual([]);
    expect(byStatus.get(401)?.length).toBeGreaterThan(0);
    for (const put of [...(byStatus.get(429) ?? []), ...(byStatus.get(503) ?? [])]) expect(await put.text()).toMatch(/try again in/i);
    expect((await fetch(`${web.url}/login`)).status).toBe(200);
  },
);
