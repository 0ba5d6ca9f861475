import { z } from "zod";
import { AppError } from "@/lib/base/errors";
import { readEvidence } from "@/lib/policy/read-evidence";
import { publicHandler } from "@/lib/web/handler";

const wanted = z
  .string()
  .regex(/^[1-9]\d{0,14}$/)
  .transform(Number);

/** A signed statement by its place in the chain: statements never change, so a copy may be kept for as long as somebody likes. */
export const GET = publicHandler<{ sequence: string }>(async (_request, { sequence }) => {
  const place = wanted.safeParse(sequence);
  const found = place.success ? await readEvidence(place.data) : null;
  if (!found) throw new AppError("not_found");
  return Response.json({ statement: found.jws });
});
