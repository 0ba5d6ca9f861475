import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { virtualClock } from "@/sandbox/base/clock";
import { openFaults } from "@/sandbox/base/faults";
import { openStore } from "@/sandbox/base/store";
import { serveControl } from "@/sandbox/control/serve-control";
import { serveLimits } from "@/sandbox/limits/serve-limits";
import { catchMail } from "@/sandbox/mail/catch-mail";
import { serveMail } from "@/sandbox/mail/serve-mail";
import { deliverWebhooks } from "@/sandbox/platform/deliver-webhooks";
import { makeAuthority } from "@/sandbox/platform/make-authority";
import { serveFieldNation } from "@/sandbox/platform/serve-field-nation";
import { serveServiceChannel } from "@/sandbox/platform/service-channel/serve-service-channel";
import type { SandboxConfig } from "@/sandbox/read-config";
import { serveStripe } from "@/sandbox/stripe/serve-stripe";

export interface Sandbox {
  /** The platform as Field Nation speaks, and as ServiceChannel does: the same users and orders. */
  readonly platform: string;
  readonly serviceChannel: string;
  readonly stripe: string;
  readonly mail: string;
  readonly smtp: string;
  readonly control: string;
  /** The bridge that shares the edge's limits; null without a Redis for it. */
  readonly limits: string | null;
  /** Where the platforms' authority certificate is. */
  readonly ca: string;
  close(): Promise<void>;
}

/** Starts every double on loopback, as their directory left them. One process at a time may use a directory. */
export async function startSandbox(config: SandboxConfig): Promise<Sandbox> {
  mkdirSync(config.dir, { recursive: true, mode: 0o700 });
  const store = openStore(join(config.dir, "journal.jsonl"));
  const faults = openFaults(store);
  const clock = virtualClock(store);
  const { ports, webUrl, seed } = config;

  const started: { close(): Promise<void> }[] = [];
  const keep = <T extends { close(): Promise<void> }>(server: T): T => {
    started.push(server);
    return server;
  };
  const close = async () => {
    await Promise.all(started.map((server) => server.close()));
    store.close();
  };

  try {
    const webhooks = deliverWebhooks(store, faults, config.platformWebhook);
    started.push({ close: async () => webhooks.close() });
    const doubles = { store, faults, config: config.platform, tls: await makeAuthority(config.dir), changed: webhooks.wake };
    const platform = keep(await serveFieldNation(doubles, ports.platform));
    const serviceChannel = keep(await serveServiceChannel(doubles, ports.serviceChannel));
    const stripe = keep(await serveStripe({ store, faults, clock, config: config.stripe, port: ports.stripe, webUrl }));
    const mail = keep(await serveMail(store, ports.mail));
    const smtp = keep(await catchMail(store, ports.smtp));
    const limits = config.limits ? keep(await serveLimits(config.limits, ports.limits)) : null;
    const links = { platform: platform.url, serviceChannel: serviceChannel.url, stripe: stripe.url, mail: mail.url };
    const control = keep(
      await serveControl({ store, faults, clock, seed, port: ports.control, links, moveClock: stripe.moveClock, changed: webhooks.wake }),
    );
    return { ...links, smtp: smtp.url, control: control.url, limits: limits?.url ?? null, ca: doubles.tls.caPath, close };
  } catch (error) {
    await close();
    throw error;
  }
}
