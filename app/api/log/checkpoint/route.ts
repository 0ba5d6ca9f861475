import { readNewestCheckpoint } from "@/lib/audit/read-checkpoint";
import { AppError } from "@/lib/base/errors";
import { publicHandler } from "@/lib/web/handler";

/** The newest signed checkpoint of the access log, as a compact JWS: anybody may keep it, and hold us to it later. */
export const GET = publicHandler(async () => {
  const { newest } = await readNewestCheckpoint();
  if (!newest) throw new AppError("not_found");
  return new Response(newest.jws, { headers: { "content-type": "application/jose", "cache-control": "no-store" } });
});
