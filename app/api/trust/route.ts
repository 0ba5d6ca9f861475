import { AppError } from "@/lib/base/errors";
import { readEvidence } from "@/lib/policy/read-evidence";
import { publicHandler } from "@/lib/web/handler";

/** The newest signed statement of how the policy's clauses stand, as a compact JWS: anybody may keep it, and hold us to it later. */
export const GET = publicHandler(async () => {
  const newest = await readEvidence("newest");
  if (!newest) throw new AppError("not_found");
  return Response.json({ statement: newest.jws });
});
