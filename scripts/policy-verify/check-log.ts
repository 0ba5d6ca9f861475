import { z } from "zod";
import { fails, holds, type Observation } from "./observation";
import type { Outsider } from "./outsider";
import { openSigned, type PublicKey } from "./signed-text";

const hash = z.string().regex(/^[\da-f]{64}$/);
const shape = z.object({
  kind: z.literal("checkpoint"),
  number: z.int().positive(),
  sequence: z.int().nonnegative(),
  head: hash,
  at: z.iso.datetime(),
  previous: hash.nullable(),
});
type Checkpoint = z.infer<typeof shape>;
/** The worker signs one when lines have come, at the least each hour; a day of silence is none that anybody would notice otherwise. */
const mostAgeMs = 25 * 3_600_000;

async function read(jws: string, keys: readonly PublicKey[]): Promise<Checkpoint | null> {
  const meant = keys.filter(({ purpose }) => purpose !== "evidence");
  return shape.safeParse(await openSigned(jws, meant, undefined)).data ?? null;
}

type Signed = { jws: string; note: Checkpoint };

/** What contradicts what: the newest checkpoint, and one that was kept. */
function contradictions(newest: Signed, kept: Signed): string[] {
  if (kept.note.number > newest.note.number)
    return [`checkpoint ${kept.note.number} was kept, and the newest is only ${newest.note.number}`];
  if (kept.note.sequence > newest.note.sequence) return ["the log is shorter than when the checkpoint was kept"];
  if (kept.note.sequence === newest.note.sequence && kept.note.head !== newest.note.head)
    return ["the log's head is not the one that was kept"];
  return [];
}

/** Whether the one that was kept still stands under its number, to the letter; checkpoints are kept for good. */
async function standsStill({ ask }: Outsider, { jws, note }: Signed): Promise<string[]> {
  const { status, body } = await ask(`/api/log/checkpoint/${note.number}`);
  if (status === 404) return [`checkpoint ${note.number} was kept, and is not there any more`];
  if (status !== 200) throw new Error(`/api/log/checkpoint/${note.number} answered ${status}`);
  return body.trim() === jws ? [] : [`checkpoint ${note.number} is not the one that was kept`];
}

/**
 * Clause 3d: the newest checkpoint of the access log is genuine and recent, and one that was kept stands under its number and is not
 * contradicted. That each line is under it, and that the newest was made from the same log as the one that was kept, takes the log itself:
 * `npm run log:verify`.
 * @throws Error where the service does not say which checkpoints there are
 */
export async function checkLog(
  service: Outsider,
  { published, kept, checkpoint }: { published: PublicKey[]; kept: PublicKey[] | null; checkpoint: string | null },
): Promise<Observation[]> {
  const { status, body } = await service.ask("/api/log/checkpoint");
  if (status === 404) return checkpoint === null ? [] : [fails("3d", "a checkpoint was kept, and none is published any more")];
  if (status !== 200) throw new Error(`/api/log/checkpoint answered ${status}`);
  const jws = body.trim();
  const note = await read(jws, kept ?? published);
  if (!note) return [fails("3d", `the newest checkpoint is not signed by a key that ${kept ? "was kept" : "is published"}`)];
  if (Date.now() - Date.parse(note.at) > mostAgeMs) return [fails("3d", `the newest checkpoint is from ${note.at}`)];
  const keptNote = checkpoint === null ? null : await read(checkpoint, kept ?? published);
  if (checkpoint !== null && !keptNote) return [fails("3d", "the checkpoint that was kept is not signed by the same keys")];
  const keptOne = keptNote && checkpoint ? { jws: checkpoint.trim(), note: keptNote } : null;
  const wrong = keptOne ? contradictions({ jws, note }, keptOne) : [];
  if (keptOne && wrong.length === 0) wrong.push(...(await standsStill(service, keptOne)));
  if (wrong.length > 0) return [fails("3d", wrong.join("; "))];
  const beside = keptNote ? `, and number ${keptNote.number}, which was kept, stands as it was` : "";
  return [
    holds(
      "3d",
      `the log is kept: checkpoint ${note.number} over ${note.sequence} lines is signed${beside}; that it is reviewed is not seen from outside`,
    ),
  ];
}
