import { chainHead, linksAfter } from "@/db/queries/access-chain";
import { newestCheckpoint, newestCheckpoints } from "@/db/queries/checkpoints";
import { lastBeat } from "@/db/queries/heartbeats";
import { countClosedReviews, countReviews } from "@/db/queries/reviews";
import { chainHash } from "@/lib/audit/chain-hash";
import { type Checkpoint, readCheckpoint } from "@/lib/audit/signed-notes";
import { hourMs, minuteMs, now } from "@/lib/base/clock";
import { type Check, counted, fails, holds, judge, unknown } from "@/lib/policy/control";
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
    // What it says itself, and not what stands beside it: nobody without the key can make it younger.
    const hours = (now().getTime() - Date.parse(note.at)) / hourMs;
    return judge(1, hours > oldestHours ? 1 : 0, {
      good: `Checkpoint ${newest.number} covers ${counted(newest.sequence, "line")} and is less than ${oldestHours} hours old.`,
      bad: `The newest checkpoint is ${Math.floor(hours)} hours old, although one is signed at least every day.`,
    });
  },
};

const tail = 2_000;
/** The newest ones: a chain that was made anew anywhere below differs at each of them. */
const mostCheckpoints = 200;

type Links = Awaited<ReturnType<typeof linksAfter>>;

/** The first place at which a line is missing or is not what was chained; null when there is none. */
function brokenPlace(links: Links): number | null {
  const broken = links.find(({ link, line }, index) => {
    const before = links[index - 1]?.link;
    if (!before) return false;
    return (
      line === null || line.id !== link.lineId || link.sequence !== before.sequence + 1 || !chainHash(before.hash, line).equals(link.hash)
    );
  });
  return broken?.link.sequence ?? null;
}

/** Why these links cannot be what the worker signed these checkpoints over; null when they can. */
function contradiction(links: Links, notes: readonly Checkpoint[]): string | null {
  const last = links.at(-1)?.link.sequence ?? 0;
  const beyond = notes.find(({ sequence }) => sequence > last);
  if (beyond) return `The log ends at place ${last}, although checkpoint ${beyond.number} covers ${counted(beyond.sequence, "line")}.`;
  const hashes = new Map(links.map(({ link }) => [link.sequence, link.hash.toString("hex")]));
  const other = notes.find(({ sequence, head }) => (hashes.get(sequence) ?? head) !== head);
  return other ? `At place ${other.sequence} the log is not the one that checkpoint ${other.number} was signed over.` : null;
}

export const logChain: Check = {
  id: "log-chain",
  about: `The chain of the log's newest ${tail} lines, computed anew and held against its signed checkpoints`,
  everyMs: 10 * minuteMs,
  mostMs: minuteMs,
  look: async () => {
    const { signed, links } = await inDatabase(async (tx) => {
      // Before the chain, which only grows: a checkpoint that comes meanwhile would cover more than was read.
      const signed = await newestCheckpoints(tx, mostCheckpoints);
      const last = (await chainHead(tx))?.sequence ?? 0;
      return { signed, links: await linksAfter(tx, Math.max(0, last - tail - 1), tail + 1) };
    });
    const key = workerParts().logKey();
    // One that the worker did not sign says nothing here. Of the newest, the look at checkpoints says that it is none.
    const notes = (await Promise.all(signed.map(({ jws }) => readCheckpoint(jws, [key])))).filter((note) => note !== null);
    const wrong = contradiction(links, notes);
    if (wrong) return fails(Math.max(1, links.length), wrong);
    if (links.length < 2) return unknown("The log has too few lines to compute anything.");
    const broken = brokenPlace(links);
    return judge(links.length - 1, broken === null ? 0 : 1, {
      good: `The newest ${counted(links.length - 1, "line")} of the log follow on one another as they were chained, and as checkpoints vouch for.`,
      bad: `At place ${broken} of the log a line is missing, or is not what was chained.`,
    });
  },
};

/** The round that makes reviews comes every quarter of a minute. Without it none would ever be late. */
const mostRoundMinutes = 60;

export const reviewsInTime: Check = {
  id: "reviews-in-time",
  about: "Reviews that are past their time, and when the round that makes them was last gone through",
  everyMs: 10 * minuteMs,
  look: async () => {
    const { open, overdue, closed, lastRound } = await inDatabase(async (tx) => ({
      ...(await countReviews(tx, now())),
      closed: await countClosedReviews(tx),
      lastRound: await lastBeat(tx, "reviews"),
    }));
    const all = open + overdue + closed;
    if (overdue > 0) return fails(all, `${counted(overdue, "review is", "reviews are")} past the time within which all was to be judged.`);
    if (!lastRound) return unknown("What is due for review has not been looked for yet.");
    const minutes = Math.floor((now().getTime() - lastRound.getTime()) / minuteMs);
    if (minutes > mostRoundMinutes)
      return fails(
        all + 1,
        `What is due for review was last looked for ${minutes} minutes ago, although that is done several times a minute.`,
      );
    if (all === 0) return unknown("No week has ended yet of which there was anything to review.");
    return holds(all, `${counted(closed, "review")} done, ${open} open, none past its time.`);
  },
};
