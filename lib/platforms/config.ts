import { readFileSync } from "node:fs";
import { z } from "zod";
import { workerEnv } from "@/lib/base/env";
import type { PlatformId } from "@/lib/platforms/ids";

const platform = z.strictObject({
  /** Host, and port where it is not 443. */
  host: z.string().regex(/^[a-z\d.-]+(:\d+)?$/i),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  /** Path of the PEM file of a private authority; the sandbox has one. */
  authority: z.string().optional(),
  callsPerMinute: z.number().int().positive().default(120),
});
const file = z.partialRecord(z.enum(["field-nation"]), platform);

export type PlatformConfig = z.infer<typeof platform>;

let read: { path: string; content: z.infer<typeof file> } | null = null;

/**
 * A platform's configuration from the file that PLATFORMS names; null when the platform is not set up. The worker's alone.
 * @throws Error naming what is wrong with the file, without its content.
 */
export function platformConfig(id: PlatformId): PlatformConfig | null {
  const path = workerEnv().PLATFORMS;
  if (read?.path !== path) {
    const parsed = file.safeParse(JSON.parse(readFileSync(path, "utf8")));
    if (!parsed.success)
      throw new Error(`PLATFORMS: ${parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ")}`);
    read = { path, content: parsed.data };
  }
  return read.content[id] ?? null;
}
