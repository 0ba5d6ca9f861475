import type { Finding } from "@/lib/audit/expected-heads";
import type { Intact, Verdict } from "@/lib/audit/verify-log";

const texts: Record<Finding["because"], (finding: Finding) => string> = {
  link_missing: ({ at }) => `place ${at} of the chain is missing, or stands elsewhere`,
  line_missing: ({ at }) => `the line of place ${at} is gone, or another stands in its place`,
  line_altered: ({ at }) => `the line of place ${at}, or its hash, was altered`,
  tombstone_forged: ({ at }) => `the tombstone over what went through place ${at} is not the service's, or follows on no other`,
  checkpoint_forged: ({ at }) => `the log's checkpoint ${at} is not the service's, or follows on no other`,
  checkpoint_missing: ({ at }) => `the log's checkpoint ${at} is missing`,
  checkpoint_differs: ({ at }) => `the chain at place ${at} is not the one that the log's own checkpoint was signed over`,
  kept_forged: ({ name }) => `${name} is no checkpoint that the key has signed`,
  forked: ({ at, name }) => `the history at place ${at} is not the one that ${name ?? "a checkpoint"} was signed over`,
  truncated: ({ at, name }) => `what ${name ?? "the newest checkpoint"} vouches for at place ${at} is gone`,
};

const number = (value: number) => value.toLocaleString("en-US");

function limits({ vouchedThrough, last }: Intact, given: { keys: boolean; kept: boolean }): string[] {
  const lines: string[] = [];
  if (!given.kept) lines.push("without a checkpoint kept elsewhere: whether somebody who can write the database has made all of it anew");
  if (!given.keys) lines.push("without a key taken from elsewhere: who signed the checkpoints");
  if (given.kept && vouchedThrough < last)
    lines.push(
      `above place ${number(vouchedThrough)}: ${number(last - vouchedThrough)} lines only agree with each other, until a newer checkpoint is kept`,
    );
  return [
    ...lines,
    "what was never written down, and what whoever holds the signing key and the database changed above the kept checkpoint",
  ];
}

/** Counts, what cannot be told, and the verdict on the last line. */
export function tellVerdict(verdict: Verdict, given: { keys: boolean; kept: boolean }): string {
  if (verdict.result === "broken") return `VERDICT broken: ${texts[verdict.because](verdict)}`;
  const { lines, first, last, head, buried, checkpoints, unchained, vouchedThrough } = verdict;
  const rows: [string, string][] = [
    ["lines", lines === 0 ? "0" : `${number(lines)}, places ${number(first)} to ${number(last)}`],
    ["dropped", `${number(buried)}, behind tombstones`],
    ["checkpoints", `${number(checkpoints)} in the log`],
    ["not chained yet", number(unchained)],
    ["head", head],
    ...limits(verdict, given).map((text): [string, string] => ["cannot be told", text]),
  ];
  const summary = vouchedThrough > 0 ? `as signed through place ${number(vouchedThrough)}` : "its lines agree with each other";
  return `${rows.map(([name, text]) => `${name.padEnd(16)}${text}`).join("\n")}\nVERDICT intact: ${summary}`;
}
