import type { Fields, WireCall } from "@/sandbox/platform/wire";

/** A page on one platform's wire: its calls, what any of them may be answered, and each reply's fields, all with their sources. */
export function wirePage(opening: string, calls: readonly WireCall[], anyReply: WireCall["answers"], replies: readonly [string, Fields][]) {
  const parts = [
    opening,
    "## Calls",
    ...calls.map(callPart),
    "## What any call may be answered",
    table(["Reply", "Means", "Source"], anyReply),
    ...replies.flatMap(([title, fields]) => fieldsPart(title, fields)),
  ];
  return `${parts.join("\n\n")}\n`;
}

const callPart = ({ call, source, takes, answers }: WireCall) =>
  `### ${call}\n\nSource: ${source}. Takes ${takes}.\n\n${table(["Reply", "Means", "Source"], answers)}`;

const fieldsPart = (title: string, fields: Fields) => [
  `## ${title}`,
  table(
    ["Field", "Source", "Note"],
    Object.entries(fields).map(([path, [source, note]]) => [`\`${path}\``, source, note ?? ""]),
  ),
];

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
