import { z } from "zod";
import { AppError } from "@/lib/base/errors";
import { block } from "@/lib/oversight/blocks/block";
import { findTarget } from "@/lib/oversight/blocks/find-target";
import { liftBlock } from "@/lib/oversight/blocks/lift-block";
import { listBlocks, standingBlocks } from "@/lib/oversight/blocks/list-blocks";
import { type Command, minute } from "@/scripts/operator/command";
import { formatRows } from "@/scripts/operator/format-rows";

const most = 200;

/** Who is shut out, on the host: for when nobody of staff can get in to lift a block. */
export const blockCommands = {
  blocks: {
    takes: [],
    does: "list the networks and accounts that are shut out",
    run: async (actor) => {
      const rows = (await listBlocks(actor, { ...standingBlocks, limit: most })).map((row) => [
        row.network ?? row.email ?? "",
        row.reason,
        `until ${minute(row.until)}`,
        row.id,
      ]);
      return rows.length > 0 ? formatRows(rows) : "Nobody is shut out.";
    },
  },
  block: {
    takes: ["network or email", "hours"],
    does: "shut a network or an account out for a time",
    run: async (actor, text, hours) => {
      await block(actor, { target: await findTarget(actor, text), reason: "incident", hours: Number(hours), from: null });
      return `${text} is shut out. It counts within a few seconds, and ends by itself.`;
    },
  },
  "lift-block": {
    takes: ["block"],
    does: "let in again what a block shuts out; blocks lists them",
    run: async (actor, id) => {
      if (!z.uuid().safeParse(id).success) throw new AppError("not_found");
      await liftBlock(actor, id);
      return "Lifted. It is let in again within a few seconds.";
    },
  },
} satisfies Record<string, Command>;
