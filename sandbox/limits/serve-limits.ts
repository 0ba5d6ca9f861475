import { timingSafeEqual } from "node:crypto";
import { Redis } from "ioredis";
import { z } from "zod";
import { type Listening, listen } from "@/sandbox/base/listen";
import { type Answer, json } from "@/sandbox/base/reply";
import { openScripts } from "@/sandbox/limits/adapt-script";

export interface LimitsConfig {
  redisUrl: string;
  /** What clients show as a bearer. */
  token: string;
}

const command = z.tuple([z.string()], z.union([z.string(), z.number()]));
type Command = z.infer<typeof command>;
type Outcome = { result: unknown } | { error: string };

/**
 * A bridge that speaks Upstash's REST interface in front of a Redis: one command by POST /, several by POST /pipeline. While Redis is
 * away it answers 503; it finds it again by itself. Source: https://upstash.com/docs/redis/features/restapi
 */
export async function serveLimits({ redisUrl, token }: LimitsConfig, port: number): Promise<Listening> {
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => 200,
  });
  // Each command says so itself.
  redis.on("error", () => undefined);
  await redis.connect();
  const scripts = openScripts();

  const run = async ([name, ...args]: Command): Promise<Outcome> => {
    const given = args.map(String);
    const [script = ""] = given;
    if (/^eval$/i.test(name)) given[0] = scripts.adapt(script);
    if (/^evalsha$/i.test(name)) given[0] = scripts.digestFor(script);
    return await redis.call(name, ...given).then(
      (result) => ({ result }),
      (error: unknown) => ({ error: error instanceof Error ? error.message : "ERR" }),
    );
  };

  const answer = async (path: string, body: string): Promise<Answer | Outcome | Outcome[]> => {
    const isPipeline = path === "/pipeline";
    if (!isPipeline && path !== "/") return json(404, { error: "ERR no such endpoint" });
    const read = (isPipeline ? z.array(command) : z.tuple([command])).safeParse(isPipeline ? parse(body) : [parse(body)]);
    if (!read.success) return json(400, { error: "ERR failed to parse the command" });
    const outcomes = await Promise.all(read.data.map(run));
    if (redis.status !== "ready") return json(503, { error: "ERR redis does not answer" });
    return isPipeline ? outcomes : (outcomes[0] as Outcome);
  };

  const server = await listen(port, async ({ method, url, headers, body }) => {
    if (method !== "POST") return json(405, { error: "ERR only POST" });
    if (!isSame(headers.authorization ?? "", `Bearer ${token}`)) return json(401, { error: "WRONGPASS invalid or missing auth token" });
    const outcome = await answer(url.pathname, body);
    if ("status" in outcome) return outcome;
    const status = "error" in outcome ? 400 : 200;
    return json(status, headers["upstash-encoding"] === "base64" ? encoded(outcome) : outcome);
  });
  return {
    ...server,
    close: async () => {
      redis.disconnect();
      await server.close();
    },
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** Every text of a result in base64, but for "OK", as clients expect that ask for it. */
function encoded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(encoded);
  if (value === null || typeof value !== "object") {
    return typeof value === "string" && value !== "OK" ? Buffer.from(value).toString("base64") : value;
  }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, name === "error" ? inner : encoded(inner)]));
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
