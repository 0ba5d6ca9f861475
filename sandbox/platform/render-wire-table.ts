import {
  anyReply,
  assigneeFields,
  calls,
  type Fields,
  listFields,
  meFields,
  problemFields,
  requestFields,
  seatParameters,
  tokenFields,
  type WireCall,
} from "@/sandbox/platform/wire";
import { orderFields } from "@/sandbox/platform/wire-order";

const opening = `# Field Nation: the wire, and how we know it

Written from \`sandbox/platform/wire.ts\` and \`wire-order.ts\`; a test holds this page, those tables and what the sandbox serves equal.

- **documented**: on the platform's developer pages (https://developer.fieldnation.com), for buyers.
- **observed**: in use by providers' programs or the platform's own mobile application; not documented.
- **assumed**: neither. To be settled with the platform before a live connection, which needs its consent in any case.

An adapter reads only what it needs of this and refuses any other shape. An instant is \`YYYY-MM-DD HH:MM:SS\` in UTC.`;

/** The page docs/platforms/field-nation-wire.md, whole. */
export function renderWireTable(): string {
  const parts = [
    opening,
    "## Calls",
    ...calls.map(callPart),
    "## What any call may be answered",
    table(["Reply", "Means", "Source"], anyReply),
    ...fieldsPart("A token", tokenFields),
    ...fieldsPart("A delegated seat's parameters", seatParameters),
    ...fieldsPart("The login's user", meFields),
    ...fieldsPart("A list", listFields),
    ...fieldsPart("A work order", orderFields),
    ...fieldsPart("An assignment", assigneeFields),
    ...fieldsPart("A request", requestFields),
    ...fieldsPart("A problem", problemFields),
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
