import { notFound } from "next/navigation";
import { z } from "zod";
import { AppError } from "@/lib/base/errors";
import { type StaffSession, staffActor } from "@/lib/web/session";

/** What a page is about, by the id in its address: the page of missing things where there is none, or where that is no id. */
export async function findOrMissing<Found>(
  staff: StaffSession,
  id: string,
  read: (actor: ReturnType<typeof staffActor>, id: string) => Promise<Found>,
): Promise<Found> {
  if (!z.uuid().safeParse(id).success) notFound();
  try {
    return await read(staffActor(staff), id);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.refusal === "not_found") notFound();
    throw thrown;
  }
}
