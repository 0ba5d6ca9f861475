import { z } from "zod";
import { optionalKinds } from "@/lib/notices/kinds";
import type { NoticeChoices } from "@/lib/notices/notice-settings";
import { minutesOf } from "../../schedule/clock";

const clock = z.string().max(8).default("");

/** What the form sends: a choice for each kind, and times of day. Quiet hours that are left empty are none. */
export const noticesForm = z.object({
  questions: z.enum(optionalKinds.questions),
  offers: z.enum(optionalKinds.offers),
  work: z.enum(optionalKinds.work),
  connection: z.enum(optionalKinds.connection),
  quietStart: clock,
  quietEnd: clock,
  digest: clock,
});

/** The choices that were entered, or what of them is wrong. */
export function readNoticesForm({ quietStart, quietEnd, digest, ...kinds }: z.infer<typeof noticesForm>): {
  choices: NoticeChoices;
  wrong: Record<string, string>;
} {
  const wrong: Record<string, string> = {};
  const quietStartMinute = minutesOf(quietStart);
  const quietEndMinute = minutesOf(quietEnd);
  const digestMinute = minutesOf(digest);
  if (quietStartMinute === null && (quietStart !== "" || quietEnd !== "")) wrong.quietStart = "Enter when they begin, or leave both empty.";
  else if (quietEndMinute === null && (quietStart !== "" || quietEnd !== "")) wrong.quietEnd = "Enter when they end, or leave both empty.";
  else if (quietStartMinute !== null && quietStartMinute === quietEndMinute)
    wrong.quietEnd = "They have to end at another time than they begin.";
  if (digestMinute === null) wrong.digest = "Enter a time of day, such as 18:00.";
  return { choices: { ...kinds, quietStartMinute, quietEndMinute, digestMinute: digestMinute ?? 0 }, wrong };
}
