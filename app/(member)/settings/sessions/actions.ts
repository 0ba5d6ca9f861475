"use server";

import { z } from "zod";
import { endOtherSessions, endOwnSession } from "@/lib/accounts/end-own-session";
import { reportSession } from "@/lib/oversight/report-not-me";
import { memberAction } from "@/lib/web/action";

/** One form, whose buttons say what is wanted and of which session. */
const change = z.union([z.object({ end: z.uuid() }), z.object({ report: z.uuid() }), z.object({ others: z.literal("all") })]);

/** Ends sessions as the member asks, after a fresh proof: whoever finds an open browser cannot lock its owner out (ASVS 7.5.2). */
export const changeSessions = memberAction(
  change,
  async (member, wanted) => {
    if ("end" in wanted) {
      await endOwnSession(member.accountId, wanted.end);
      return { status: "done", message: "That device is logged out." };
    }
    if ("report" in wanted) {
      await reportSession(member.accountId, wanted.report);
      const next = "Change your password now: whoever it was may know it. If you use the same one elsewhere, change it there too.";
      return { status: "done", message: `That device is logged out, and the operator has your report. ${next}` };
    }
    const ended = await endOtherSessions(member);
    return { status: "done", message: ended === 1 ? "One other device is logged out." : `${ended} other devices are logged out.` };
  },
  { fresh: true },
);
