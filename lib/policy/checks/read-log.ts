import { chainHead, linksAfter } from "@/db/queries/access-chain";
import { newestCheckpoint } from "@/db/queries/checkpoints";
import { countClosedReviews, countReviews } from "@/db/queries/reviews";
import { chainHash } from "@/lib/audit/chain-hash";
import { readCheckpoint } from "@/lib/audit/signed-notes";
import { hourMs, minuteMs, now } from "@/lib/base/clock";
import { type Check, counted, fails, judge, unknown } from "@/lib/policy/control";
import { inDatabase } from "@/lib/policy/looker";
import { workerParts } from "@/lib/policy/worker-parts";

const oldestHours = 25;

export const logCheckpoint: Check = {
  id: "log-checkpoint",
  about: "The newest signed checkpoint of the access log: its age and its signature",
  everyMs: 5 * minuteMs,
  look: async () => {
    const newest = await inDatabase(newestCheckpoint);
    if (!newest) return unknown("No checkpoint has been signed yet.");
    const note = await readCheckpoint(newest.jws, [workerParts().logKey()]);
    if (!note || note.number !== newest.number || note.sequence !== newest.sequence)
      return fails(1, "The newest checkpoint is not the worker's.");
    const hours = (now().getTime() - newest.signedAt.getTime()) / hourMs;
    return judge(1, hours > oldestHours ? 1 : 0, {
      good: `Checkpoint ${newest.number} covers ${counted(newest.sequence, "line")} and is less than ${oldestHours} hours old.`,
      bad: `The newest checkpoint is ${Math.floor(hours)} hours old, although one is signed at least every day.`,
    });
  },
};

const tail = 2_000;

export const logChain: Check = {
  id: "log-chain",
  about: `The chain of the log's newest ${tail} lines, computed anew`,
  everyMs: 10 * minuteMs,
  mostMs: minuteMs,
  look: async () => {
    const links = await inDatabase(async (tx) => {
      const last = (await chainHead(tx))?.sequence ?? 0;
      return await linksAfter(tx, Math.max(0, last - tail - 1), tail + 1);
    });
    const broken = links.findIndex(({ link, line }, index) => {
      const before = links[index - 1]?.link;
      if (!before) return false;
      return (
        line === null || line.id !== link.lineId || link.sequence !== before.sequence + 1 || !chainHash(before.hash, line).equals(link.hash)
      );
    });
    if (links.length < 2) return unknown("The log has too few lines to compute anything.");
    return judge(links.length - 1, broken < 0 ? 0 : 1, {
      good: `The newest ${counted(links.length - 1, "line")} of the log follow on one another as they were chained.`,
      bad: `At place ${links[broken]?.link.sequence} of the log a line is missing, or is not what was chained.`,
    });
  },
};

export const reviewsInTime: Check = {
  id: "reviews-in-time",
  about: "Reviews that are past their time",
  everyMs: 10 * minuteMs,
  look: async () => {
    const { open, overdue, closed } = await inDatabase(async (tx) => ({
      ...(await countReviews(tx, now())),
      closed: await countClosedReviews(tx),
    }));
    if (open + overdue + closed === 0) return unknown("No week has ended yet of which there was anything to review.");
    return judge(open + overdue + closed, overdue, {
      good: `${counted(closed, "review")} done, ${open} open, none past its time.`,
      bad: `${counted(overdue, "review is", "reviews are")} past the time within which all was to be judged.`,
    });
  },
};
