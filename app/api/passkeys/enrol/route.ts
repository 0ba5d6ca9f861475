import { offerPasskey } from "@/lib/accounts/add-passkey";
import { memberHandler } from "@/lib/web/handler";
import { keepPasskeyChallenge } from "@/lib/web/passkey-challenge";

/** What a browser needs to make a passkey for the member. */
export const POST = memberHandler(
  async (member) => {
    const options = await offerPasskey(member);
    await keepPasskeyChallenge("enrol", member.accountId, options.challenge);
    return Response.json(options);
  },
  { fresh: true },
);
