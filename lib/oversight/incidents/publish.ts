import { actorOf, transaction } from "@/db/client";
import { findPost, listPosts, type PostRow, putPost } from "@/db/queries/incident-posts";
import { now } from "@/lib/base/clock";
import { inIncident, type Staff } from "@/lib/oversight/incidents/handle-incident";
import { note } from "@/lib/oversight/incidents/note";

/** Publishes what /status says of an incident, or changes it. One of a drill is kept and never shown in public. @throws AppError as inIncident */
export async function publish(actor: Staff, incidentId: string, words: Pick<PostRow, "title" | "summary" | "postMortem">): Promise<void> {
  await inIncident(actor, incidentId, async (tx, { drill }) => {
    await putPost(tx, incidentId, words, { drill, publishedBy: await actorOf(tx), at: now() });
    await note(tx, incidentId, {
      kind: "published",
      reason: "asked_in_console",
      text: words.title,
      facts: { drill, postMortem: words.postMortem !== "" },
    });
  });
}

/** What is published of incidents, newest first, at most fifty. */
export async function readPosts(): Promise<PostRow[]> {
  return await transaction({ kind: "visitor" }, (tx) => listPosts(tx, 50));
}

/** One of them; null where there is none. */
export async function readPost(incidentId: string): Promise<PostRow | null> {
  return await transaction({ kind: "visitor" }, (tx) => findPost(tx, incidentId));
}
