import { describe, expect, test } from "vitest";
import { schemas } from "@/lib/base/env";
import { processors } from "@/lib/outbound/processors";
import { platformIds } from "@/lib/platforms/ids";
import { unownedDestinations } from "./owned-destinations";
import { type Import, parseRepository, parseSources } from "./parse-sources";
import type { Sources } from "./sources";

const owners = { processor: Object.keys(processors), platform: platformIds, own: ["website"] };
const unownedIn = (planted: Sources) => unownedDestinations(parseSources(planted), owners);
/** The packages of lib that call outward by themselves: a new one is an exception to record, and a line in the list. */
const clients = ["stripe", "nodemailer", "@upstash/redis"];

const uses = (client: string, text: string, imports: Import[]) =>
  client === "fetch" ? text.includes("fetch(") : imports.some(({ specifier }) => specifier === client);

describe("everybody who is called is accounted for", () => {
  const files = parseRepository().filter(({ path }) => path.startsWith("lib/"));
  const owned = files.filter(({ text }) => /belongsTo: \{/.test(text)).map(({ path }) => path);

  test("each destination belongs to a platform or a named processor", () => {
    expect(owned.filter((path) => !path.startsWith("lib/outbound/")).length).toBeGreaterThanOrEqual(2);
    expect(unownedDestinations(files, owners)).toEqual([]);
  });

  test.each(Object.entries(processors))("%s is reached as the list says", (id, { through, setting }) => {
    expect(Object.values(schemas).some((schema) => setting in schema.shape)).toBe(true);
    const reaches =
      through === "lib/outbound"
        ? files.some(({ text }) => text.includes(`belongsTo: { processor: "${id}" }`))
        : files.some(({ path, text, imports }) => path === through.in && uses(through.client, text, imports));
    expect(reaches).toBe(true);
  });

  test("each package that calls outward by itself is in the list", () => {
    const listed = Object.values(processors).map(({ through }) => (typeof through === "string" ? through : through.client));
    for (const client of clients) expect(listed).toContain(client);
  });
});

describe("planted violations are reported", () => {
  test.each([
    ["an owner left out", `outboundFetch({ host, authority: null }, url, { method: "GET" });`],
    ["a processor that the list lacks", `const d = { belongsTo: { processor: "tracker" }, host, authority: null };`],
    ["a platform that has no adapter", `const d = { belongsTo: { platform: "nowhere" }, host, authority: null };`],
    ["an owner from elsewhere", `const d = { belongsTo, host, authority: null };`],
    ["an id from elsewhere", `const d = { belongsTo: { platform }, host, authority: null };`],
    ["an assertion", `const d = made as Destination;`],
  ])("%s", (_, text) => expect(unownedIn({ "lib/schedule/fetch-feed.ts": text })).toHaveLength(1));

  test("a destination of a processor or of a platform is none", () => {
    const text = `const a = { belongsTo: { processor: "breached-passwords" }, host, authority: null };
      const b = { belongsTo: { platform: "field-nation" }, host, authority };`;
    expect(unownedIn({ "lib/schedule/fetch-feed.ts": text })).toEqual([]);
  });
});
