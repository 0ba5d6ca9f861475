"use server";

import { undoEmail } from "@/lib/accounts/undo-email";
import { publicAction } from "@/lib/web/action";
import { followLink, linkForm } from "@/lib/web/follow-link";

/** Gives the account its earlier address back. */
export const takeBack = publicAction(linkForm, async ({ token }) => await followLink("/undo", token, () => undoEmail(token)));
