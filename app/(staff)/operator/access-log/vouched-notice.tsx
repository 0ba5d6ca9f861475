import { DateTime } from "@/app/_ui/date-time";
import { Notice } from "@/app/_ui/notice";
import type { Vouched } from "@/lib/audit/read-checkpoint";
import { hourMs, later, now } from "@/lib/base/clock";

/** Checkpoints come at least once a day: an export that is older than this has stopped. */
const lateMs = 26 * hourMs;

/** How far the log is vouched for, and by what; a warning where nothing is written out. */
export function VouchedNotice({ newest, exported, zone }: Vouched & { zone: string }) {
  if (!newest) {
    return (
      <Notice tone="warning" title="No checkpoint has been signed yet">
        The worker signs the first within a minute of its start.
      </Notice>
    );
  }
  const isLate = exported === null || exported.exportedAt < later(now(), -lateMs);
  return (
    <Notice tone={isLate ? "warning" : "info"} title={isLate ? "No fresh checkpoint was written out" : "Signed, and written out"}>
      <p>
        Checkpoint {newest.number}
        {newest.sequence === 0
          ? ", made while the log was empty, "
          : ` vouches for places 1 to ${newest.sequence.toLocaleString("en-US")}. It `}
        was signed <DateTime at={newest.signedAt} zone={zone} />.{" "}
        {exported ? (
          <>
            Number {exported.number} was written to CHECKPOINT_DIR <DateTime at={exported.exportedAt} zone={zone} />.
          </>
        ) : (
          "None was written out: set CHECKPOINT_DIR for the worker, to a place that nobody with the database in hand can write to."
        )}
      </p>
      <p className="text-soft">npm run log:verify holds the log against what is kept elsewhere. This page itself proves nothing.</p>
    </Notice>
  );
}
