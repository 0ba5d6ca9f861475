import type { Change } from "@/lib/terms/compare-versions";
import type { Run } from "@/lib/terms/compare-words";
import { EmptyState } from "./empty-state";
import { StatusBadge } from "./status-badge";

/** A run in words and in marks: what is gone is struck out, what is new is underlined, and each is said to a screen reader. */
function Piece({ run: { kind, text } }: { run: Run }) {
  if (kind === "same") return text;
  if (kind === "gone")
    return (
      <del className="bg-bad-tint text-bad decoration-1">
        <span className="sr-only"> removed: </span>
        {text}
      </del>
    );
  return (
    <ins className="bg-good-tint text-good decoration-2 underline-offset-3">
      <span className="sr-only"> added: </span>
      {text}
    </ins>
  );
}

const tones = { changed: "info", added: "good", removed: "bad" } as const;
const words = { changed: "Changed", added: "New", removed: "Removed" } as const;
const nameOf = (place: Change["place"]) => ("clause" in place ? `Clause ${place.clause}` : place.heading);

/** What two versions do not say alike, clause by clause. */
export function PolicyChanges({ changes }: { changes: readonly Change[] }) {
  if (changes.length === 0)
    return <EmptyState title="Nothing changed">Both say the same, word for word. Only the date differs, if anything.</EmptyState>;
  return (
    <ul className="divide-y divide-line">
      {changes.map(({ place, kind, runs }) => (
        <li key={nameOf(place)} className="grid gap-1.5 py-4 first:pt-0 last:pb-0 print:break-inside-avoid">
          <p className="flex flex-wrap items-center gap-3 font-semibold">
            {nameOf(place)}
            <StatusBadge tone={tones[kind]}>{words[kind]}</StatusBadge>
          </p>
          <p className="max-w-prose">
            {runs.map((run) => (
              <span key={run.at}>
                <Piece run={run} />{" "}
              </span>
            ))}
          </p>
        </li>
      ))}
    </ul>
  );
}
