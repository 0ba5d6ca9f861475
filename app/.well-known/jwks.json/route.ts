import { readLogKeys } from "@/lib/audit/read-log-keys";
import { publicHandler } from "@/lib/web/handler";

/** The public key of the access log's checkpoints, as a JSON Web Key set (RFC 7517). Whoever verifies the log keeps a copy from when it was set up. */
export const GET = publicHandler(async () =>
  Response.json(await readLogKeys(), { headers: { "content-type": "application/jwk-set+json" } }),
);
