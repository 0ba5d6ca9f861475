import { desc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { incidentPosts } from "@/db/schema";

export type PostRow = typeof incidentPosts.$inferSelect;
type Words = Pick<PostRow, "title" | "summary" | "postMortem">;

/** Publishes what the public reads of an incident, or changes it. */
export async function putPost(
  tx: Tx,
  incidentId: string,
  words: Words,
  by: { drill: boolean; publishedBy: string; at: Date },
): Promise<void> {
  const { drill, publishedBy, at } = by;
  await tx
    .insert(incidentPosts)
    .values({ incidentId, ...words, drill, publishedBy, publishedAt: at, changedAt: at })
    .onConflictDoUpdate({ target: incidentPosts.incidentId, set: { ...words, changedAt: at } });
}

/** Null where there is none, or none that the transaction may see. */
export async function findPost(tx: Tx, incidentId: string): Promise<PostRow | null> {
  const [row] = await tx.select().from(incidentPosts).where(eq(incidentPosts.incidentId, incidentId));
  return row ?? null;
}

/** What is published, newest first. */
export async function listPosts(tx: Tx, limit: number): Promise<PostRow[]> {
  return await tx.select().from(incidentPosts).where(eq(incidentPosts.drill, false)).orderBy(desc(incidentPosts.publishedAt)).limit(limit);
}
