import { PlatformError } from "@/lib/platforms/contract";

const utcShape = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)Z?$/;

/** An instant as the platform writes it, `YYYY-MM-DD HH:MM:SS` in UTC. The `local` beside it comes in two shapes and is not needed. */
export function readUtc(text: string): Date {
  const [, day, time] = utcShape.exec(text) ?? [];
  const at = new Date(`${day}T${time}Z`);
  if (Number.isNaN(at.getTime())) throw new PlatformError("changed_shape");
  return at;
}

/** An instant as the platform reads and writes it. */
export const utcText = (at: Date) => at.toISOString().slice(0, 19).replace("T", " ");
