import { readLogKeys } from "@/lib/audit/read-log-keys";
import { readEvidenceKey } from "@/lib/policy/evidence-key";
import { publicHandler } from "@/lib/web/handler";

/**
 * The public keys of the access log's checkpoints and of the signed evidence, as a JSON Web Key set (RFC 7517); `purpose` says which is which.
 * Whoever verifies keeps a copy from when the service was set up.
 */
export const GET = publicHandler(async () => {
  const { keys } = await readLogKeys();
  return Response.json({ keys: [...keys, await readEvidenceKey()] }, { headers: { "content-type": "application/jwk-set+json" } });
});
