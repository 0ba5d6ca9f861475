import { z } from "zod";
import { AppError } from "@/lib/base/errors";
import { toldOf } from "@/lib/oversight/reviews/hash-items";
import { readReview } from "@/lib/oversight/reviews/read-reviews";
import { fileReply } from "@/lib/web/file-reply";
import { staffHandler } from "@/lib/web/handler";
import { staffActor } from "@/lib/web/session";

/** The evidence of a closed review: its signed summary, the key to check it by, and the items that it covers. That it was read is a line. */
export const GET = staffHandler<{ id: string }>("reviews.read", async (staff, _request, { id }) => {
  if (!z.uuid().safeParse(id).success) throw new AppError("not_found");
  const { review, items, evidence } = await readReview(staffActor(staff), id);
  if (!evidence?.holds) throw new AppError("not_found");
  const file = { summary: evidence.jws, publicKey: evidence.publicKey, items: items.map(toldOf) };
  return fileReply(`${JSON.stringify(file, null, 2)}\n`, {
    type: "application/json",
    name: `holdfast-review-${review.kind}-${review.period}.json`,
  });
});
