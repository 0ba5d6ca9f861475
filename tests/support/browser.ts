import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, inject, test as plainTest } from "vitest";
import { world } from "@/tests/support/world";

let browser: Promise<Browser> | undefined;

async function launch(): Promise<Browser> {
  const found = inject("chromium");
  if (!found) throw new Error("no Chromium: the set-up should have skipped this");
  const env = { ...(process.env as Record<string, string>), ...found.env };
  // There is no graphics card to use: without the flag a program stands in for one.
  const args = process.getuid?.() === 0 ? ["--no-sandbox", "--disable-gpu"] : ["--disable-gpu"];
  return chromium.launch({ executablePath: found.executablePath, env, args });
}

afterAll(async () => {
  await (await browser)?.close();
});

/**
 * What a page must never do: break the content security policy, throw, or log an error. That the browser logs a page's own status
 * (404, 410) is not the page's doing.
 */
function watch(page: Page, complaints: string[]): void {
  const documents = new Set<string>();
  page.on("request", (request) => request.isNavigationRequest() && documents.add(request.url()));
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    if (message.text().startsWith("Failed to load resource") && documents.has(message.location().url)) return;
    if (message.type() === "error" || /content security policy|trusted types/i.test(message.text()))
      complaints.push(`${page.url()}: ${message.text()}`);
  });
}

type Fixtures = {
  /** A browser of a person's own: cookies are not shared between tests. */
  context: BrowserContext;
  page: Page;
  /** What pages complained of so far. A test that expects some takes it out of the list. */
  complaints: string[];
};

/** A test in real Chromium on the shared world. It fails when a page broke the policy, threw or logged an error. */
export const test = plainTest.extend<Fixtures>({
  complaints: async ({ task: _ }, use) => {
    const complaints: string[] = [];
    await use(complaints);
    if (complaints.length > 0) throw new Error(`Pages complained:\n${complaints.join("\n")}`);
  },
  context: async ({ complaints }, use) => {
    browser ??= launch();
    const context = await (await browser).newContext({ baseURL: world().web });
    context.on("page", (page) => watch(page, complaints));
    await use(context);
    await context.close();
  },
  page: async ({ context }, use) => {
    await use(await context.newPage());
  },
});
