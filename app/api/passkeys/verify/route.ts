import { askForPasskey } from "@/lib/accounts/confirm-with-passkey";
import { verificationHandler } from "@/lib/web/handler";
import { keepPasskeyChallenge } from "@/lib/web/passkey-challenge";

/** What a browser needs to confirm who is logged in, or about to be, with a passkey of theirs. */
export const POST = verificationHandler(async (session) => {
  const options = await askForPasskey(session);
  await keepPasskeyChallenge("verify", session.accountId, options.challenge);
  return Response.json(options);
});
