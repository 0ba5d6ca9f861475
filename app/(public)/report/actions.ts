"use server";

import { z } from "zod";
import { normaliseEmail } from "@/lib/accounts/normalise-email";
import { publicUrl } from "@/lib/base/env";
import { report, reportHours, reportKinds } from "@/lib/oversight/public-reports/report";
import { publicAction } from "@/lib/web/action";
import { client } from "@/lib/web/client";

const reporting = z.object({
  kind: z.enum(reportKinds, "Choose what you report."),
  text: z.string().trim().min(10, "Say what you saw, in a sentence or two.").max(5_000, "This is too long: 5,000 characters at the most."),
  contact: z
    .string()
    .trim()
    .max(254)
    .transform((typed) => typed || null)
    .refine((typed) => typed === null || normaliseEmail(typed) !== null, "Enter an e-mail address, such as name@example.org, or nothing."),
});

/** Takes a report. Its link is in this answer and nowhere else. */
export const sendReport = publicAction(reporting, async (given) => {
  const { reference, token } = await report(given, await client());
  return {
    status: "done" as const,
    message: `Thank you. Your reference is ${reference}. Somebody looks at it within ${reportHours[given.kind]} hours from now. Keep this link, it is shown this once: it says how your report stands.`,
    copy: `${publicUrl().replace(/\/$/, "")}/report/${token}`,
    next: { href: `/report/${token}`, label: "See how it stands" },
  };
});
