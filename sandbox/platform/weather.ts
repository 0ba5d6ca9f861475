import { createHash } from "node:crypto";
import { z } from "zod";
import { type Fault, type Faults, platformFaults } from "@/sandbox/base/faults";
import type { Store } from "@/sandbox/base/store";
import type { Operation } from "@/sandbox/platform/operations";
import { type Meets, namesFor } from "@/sandbox/platform/play-faults";

/** A background of faults: each call to a platform is struck with this probability, by what the seed and the number of the call say. */
export const weatherRequest = z.strictObject({
  seed: z.union([z.string().min(1).max(80), z.number().int()]),
  share: z.number().min(0).max(1),
});
type Weather = z.infer<typeof weatherRequest> & { readonly calls: number };

const table = (store: Store) => store.table<Weather>("platform_weather");
const name = "weather";
/** Not a changed shape: that stops a platform until a person has looked. */
const brings = platformFaults.filter((fault) => fault !== "changed_shape");

export const setWeather = (store: Store, request: z.infer<typeof weatherRequest>) => table(store).put(name, { ...request, calls: 0 });
export const clearWeather = (store: Store) => table(store).remove(name);
export const currentWeather = (store: Store): Weather | null => table(store).get(name) ?? null;

/**
 * What one call meets: of the faults that were asked for, and after them of the weather. Each call takes the seed's next draw, and a kill
 * does not start it anew.
 */
export function faultsOf(store: Store, faults: Faults, operation: Operation): Meets {
  const struck = store.transact(() => draw(store, operation));
  return (names) => faults.take("platform", names, operation) ?? (struck && names.some((one) => one === struck.fault) ? struck : null);
}

function draw(store: Store, operation: Operation): Fault | null {
  const weather = currentWeather(store);
  if (!weather) return null;
  table(store).put(name, { ...weather, calls: weather.calls + 1 });
  const bytes = createHash("sha256").update(`${weather.seed}:${weather.calls}`).digest();
  if (bytes.readUInt32BE(0) / 2 ** 32 >= weather.share) return null;
  const fitting = namesFor(operation, brings);
  const fault = fitting[bytes.readUInt32BE(4) % fitting.length];
  return fault ? { id: 0, target: "platform", fault, times: 1, delayMs: 300, retryAfterSeconds: 1 } : null;
}
