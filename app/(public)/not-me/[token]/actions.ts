"use server";

import { reportNotMe } from "@/lib/oversight/report-not-me";
import { publicAction } from "@/lib/web/action";
import { followLink, linkForm } from "@/lib/web/follow-link";

/** Uses the link up and shows what that did. */
export const reportLogin = publicAction(linkForm, async ({ token }) => await followLink("/not-me", token, () => reportNotMe(token)));
