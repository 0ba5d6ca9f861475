"use server";

import { z } from "zod";
import { renewRecoveryCodes } from "@/lib/factors/renew-recovery-codes";
import { memberAction } from "@/lib/web/action";

/** Makes new recovery codes in the place of the earlier ones, and shows them. */
export const renewCodes = memberAction(
  z.object({}),
  async ({ accountId }) => ({ status: "codes", codes: await renewRecoveryCodes(accountId) }),
  { fresh: true },
);
