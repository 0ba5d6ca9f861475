import { openRequestOptions } from "@/lib/factors/passkey-options";
import { publicHandler } from "@/lib/web/handler";
import { keepPasskeyChallenge } from "@/lib/web/passkey-challenge";

/** What a browser needs for a login with a passkey. Touches no row. */
export const POST = publicHandler(async () => {
  const options = await openRequestOptions();
  await keepPasskeyChallenge("login", null, options.challenge);
  return Response.json(options);
});
