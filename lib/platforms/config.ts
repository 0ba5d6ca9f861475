import { readFileSync } from "node:fs";
import { z } from "zod";
import { environment, workerEnv } from "@/lib/base/env";
import { isPublicHost } from "@/lib/outbound/public-host";
import type { PlatformId } from "@/lib/platforms/ids";

/** Host and, in the sandbox alone, port where it is not 443. */
const host = z.string().regex(/^[a-z\d.-]+(:\d+)?$/i);
const calls = z.number().int().positive();
const platform = z.strictObject({
  /** Where logins are sent, and for which they are sealed. */
  host,
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  /** Path of the PEM file of a private authority; the sandbox has one. */
  authority: z.string().optional(),
  callsPerMinute: calls.default(120),
});
const shapes = {
  "field-nation": platform,
  /** `apiHost`: where the calls after the login go; the login's own host if left out. */
  "service-channel": platform.extend({ apiHost: host.optional(), callsPerMinute: calls.default(20) }),
} satisfies Record<PlatformId, z.ZodType>;
const file = z.strictObject(shapes).partial();

export type PlatformConfig = z.infer<(typeof shapes)["service-channel"]>;
export type PlatformsConfig = z.infer<typeof file>;

function asJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's own message quotes the text, which holds a secret.
    throw new Error("PLATFORMS: the file is not JSON");
  }
}

/**
 * The content of a PLATFORMS file. Outside the sandbox a platform has a public name and a public certificate.
 * @throws Error naming what is wrong, never quoting the file.
 */
export function parsePlatforms(text: string, isSandbox: boolean): PlatformsConfig {
  const parsed = file.safeParse(asJson(text));
  const wrong = parsed.success
    ? isSandbox
      ? []
      : Object.entries<PlatformConfig>(parsed.data).flatMap(([id, { host, apiHost, authority }]) => [
          ...(isPublicHost(host) ? [] : [`${id}.host: must be a public name outside the sandbox`]),
          ...(apiHost === undefined || isPublicHost(apiHost) ? [] : [`${id}.apiHost: must be a public name outside the sandbox`]),
          ...(authority === undefined ? [] : [`${id}.authority: belongs to the sandbox`]),
        ])
    : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.code === "invalid_type" ? "missing or wrong" : issue.message}`);
  if (parsed.success && wrong.length === 0) return parsed.data;
  throw new Error(`PLATFORMS: ${wrong.join("; ")}`);
}

let read: { path: string; content: PlatformsConfig } | null = null;

/**
 * A platform's configuration from the file that PLATFORMS names; null when the platform is not set up. The worker's alone.
 * @throws Error naming what is wrong with the file, without its content.
 */
export function platformConfig(id: PlatformId): PlatformConfig | null {
  const path = workerEnv().PLATFORMS;
  if (read?.path !== path) read = { path, content: parsePlatforms(readFileSync(path, "utf8"), environment() === "sandbox") };
  return read.content[id] ?? null;
}
