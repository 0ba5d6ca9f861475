import { z } from "zod";
import { readCheckpointOf } from "@/lib/audit/read-checkpoint";
import { AppError } from "@/lib/base/errors";
import { publicHandler } from "@/lib/web/handler";

const wanted = z
  .string()
  .regex(/^[1-9]\d{0,14}$/)
  .transform(Number);

/** A signed checkpoint of the access log by its number. None is ever changed or dropped: who kept one sees here whether it still stands. */
export const GET = publicHandler<{ number: string }>(async (_request, { number }) => {
  const asked = wanted.safeParse(number);
  const jws = asked.success ? await readCheckpointOf(asked.data) : null;
  if (!jws) throw new AppError("not_found");
  return new Response(jws, { headers: { "content-type": "application/jose", "cache-control": "no-store" } });
});
