import { redirect } from "next/navigation";
import { z } from "zod";
import { AppError } from "@/lib/base/errors";

/** What the form on a mailed link's page carries. */
export const linkForm = z.object({ token: z.string().max(200) });

/**
 * Uses a mailed link up and leads to the page `done` beside its own. A link that died meanwhile leads back to its page, which says so.
 * @param path of the link's pages, such as "/undo".
 */
export async function followLink(path: string, token: string, use: () => Promise<void>): Promise<never> {
  try {
    await use();
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.refusal === "dead_link") redirect(`${path}/${encodeURIComponent(token)}`);
    throw thrown;
  }
  redirect(`${path}/done`);
}
