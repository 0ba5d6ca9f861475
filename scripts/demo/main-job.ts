import { randomBytes } from "node:crypto";
import { outsideOf } from "@/scripts/demo/outside";
import { runOperator } from "@/scripts/demo/run-operator";
import { sealFor } from "@/scripts/demo/seal-login";
import { until } from "@/scripts/demo/until";
import { type Page, textOf, Visitor } from "@/scripts/demo/visitor";
import type { World } from "@/scripts/world/start-world";

type Say = (line: string) => void;

/** A page that has to say all of this. */
function expectText(page: Page, ...texts: string[]): Page {
  const text = textOf(page);
  const missing = texts.find((it) => !text.includes(it));
  if (missing !== undefined || page.status >= 400) {
    throw new Error(`${new URL(page.url).pathname} (status ${page.status}) does not say "${missing}". It says: ${text.slice(0, 600)}`);
  }
  return page;
}

/** What the steps find out for one another. */
export interface Story {
  email: string;
  password: string;
  login: { username: string; password: string };
  link?: string;
  order?: number;
  platformUser?: number;
}

/**
 * The main job from an invite to the renewal invoice, done as a member does it: through the rendered pages and their own forms, without
 * a browser. Each step prints a line with its time; the first that fails ends it with the reason.
 */
export async function mainJob(world: Pick<World, "web" | "sandbox" | "settings">, say: Say): Promise<Story> {
  const outside = outsideOf(world);
  const visitor = new Visitor(world.web);
  const name = randomBytes(4).toString("hex");
  const story: Story = {
    email: `demo-${name}@example.org`,
    password: `a long walk by the sea ${name}`,
    login: { username: `technician-${name}`, password: `platform-secret-${randomBytes(8).toString("hex")}` },
  };

  async function step(title: string, work: () => Promise<string>): Promise<void> {
    const began = performance.now();
    try {
      const outcome = await work();
      say(`${((performance.now() - began) / 1_000).toFixed(2).padStart(7)} s  ${title.padEnd(12)}${outcome}`);
    } catch (thrown) {
      throw new Error(`${title}: ${thrown instanceof Error ? thrown.message : String(thrown)}`, { cause: thrown });
    }
  }

  const open = (path: string) => visitor.open(path);
  const reload = (what: string, path: string, ...texts: string[]) =>
    until(what, async () => {
      const page = await open(path);
      return texts.every((text) => textOf(page).includes(text)) ? page : null;
    });

  await step("invite", async () => {
    await runOperator(world, "invite", story.email);
    story.link = await until("the invite's mail", async () => {
      const mail = (await outside.mailTo(story.email)).find(({ text }) => text.includes("/invite/"));
      return mail?.text.match(/https?:\/\/\S+\/invite\/[\w-]+/)?.[0];
    });
    return "mailed, with a link that the worker signed";
  });

  await step("join", async () => {
    const page = expectText(await open(story.link ?? ""), "$10.00", "$25.00");
    const joined = await visitor.submit(page, 'name="agreed"', { password: story.password, timeZone: "America/Chicago", agreed: "on" });
    expectText(joined, "Connect a platform");
    return "password set, policy and price agreed to, logged in";
  });

  await step("log in", async () => {
    await visitor.submit(await open("/settings"), "Log out");
    const login = await open("/billing");
    expectText(await visitor.submit(login, 'name="email"', { email: story.email, password: story.password }), "Subscribe");
    return "logged out, and in again, back to the page that asked for it";
  });

  await step("subscribe", async () => {
    const checkout = await visitor.submit(await open("/billing"), "Continue to payment");
    const paid = await visitor.submit(checkout, 'value="pay"', { action: "pay" });
    expectText(paid, "Billing");
    await reload("the plan", "/billing", "Active", "Renews");
    return "$10.00 paid in Checkout; active once Stripe's webhook had said so";
  });

  await step("rules", async () => {
    const page = await open("/schedule");
    const allDay = Object.fromEntries(
      [1, 2, 3, 4, 5, 6, 7].flatMap((day) => [
        [`start-${day}`, "00:00"],
        [`end-${day}`, "00:00"],
      ]),
    );
    expectText(await visitor.submit(page, 'name="timeZone"', { timeZone: "America/Chicago", ...allDay }), "Your hours are saved");
    const rules = { minimumPay: "100", maximumDistance: "30", unitsPerMonth: "20" };
    expectText(await visitor.submit(await open("/schedule/rules"), 'name="minimumPay"', rules), "Your rules are saved");
    return "weekly hours, least pay $100, at most 30 miles, at most 20 orders a month";
  });

  await step("connect", async () => {
    story.platformUser = (await outside.addPlatformLogin(story.login.username, story.login.password)).id;
    await visitor.submit(await open("/connections"), "Connect Field Nation");
    const fields = await until("the connection's key", async () =>
      sealFor(await open("/connections"), { kind: "password", ...story.login }),
    );
    const page = await open("/connections");
    await visitor.submit(page, 'name="jwe"', fields);
    const working = await reload("the login to work", "/connections", "Your login works", "To try the login that you sealed");
    await visitor.submit(working, 'name="mode"', { mode: "auto" });
    await reload("the watch", "/connections", "Automatic acceptance is on");
    return "login sealed here, opened by the worker alone, tried on the platform; automatic acceptance on";
  });

  await step("offer", async () => {
    story.order = (await outside.putUpOffer({ kind: "routed", to: story.platformUser, payCents: 15_000, distanceMiles: 12, hours: 2 })).id;
    return `a routed order of $150.00, 12 miles away, is on the platform (${story.order})`;
  });

  await step("accepted", async () => {
    await until("the platform to assign the order", async () => (await outside.assigneeOf(story.order ?? 0)) === story.platformUser);
    return "the platform names the member as the one assigned";
  });

  await step("confirmed", async () => {
    await reload("the accepted order", "/home", "Coming up", "$25.00 receipt");
    expectText(await open("/offers"), "Accepted", "It suited all your rules");
    await until("the mail", async () => (await outside.mailTo(story.email)).some(({ subject }) => subject.includes("accepted")));
    return "read back, on /home and /offers, and mailed";
  });

  await step("charged", async () => {
    await reload("the charge", "/billing", "On the next invoice", "$35.00");
    return "one invoice item of $25.00 at Stripe; the next invoice stands at $35.00";
  });

  await step("receipt", async () => {
    const path = /href="(\/billing\/receipts\/[\w-]+)"/.exec((await open("/billing")).html)?.[1];
    expectText(await open(path ?? ""), "$25.00", "Field Nation", "Read back from the platform");
    return "platform, when and how confirmed; no case details";
  });

  await step("renewal", async () => {
    await outside.passDays(32);
    await reload("the renewal's invoice", "/billing", "$35.00", "Invoiced");
    const invoices = (await outside.invoices()).map(({ total, status }) => `${total} ${status}`);
    if (!invoices.includes("3500 paid")) throw new Error(`Stripe's invoices are: ${invoices.join(", ")}`);
    return "a month later: one invoice of $35.00, paid";
  });

  return story;
}
