import {
  anyReply,
  assigneeFields,
  calls,
  listFields,
  meFields,
  problemFields,
  requestFields,
  seatParameters,
  tokenFields,
} from "@/sandbox/platform/wire";
import { orderFields } from "@/sandbox/platform/wire-order";
import { wirePage } from "@/sandbox/platform/wire-page";
import { webhookCall, webhookEvents, webhookFields, webhookHeaders } from "@/sandbox/platform/wire-webhook";

const opening = `# Field Nation: the wire, and how we know it

Written from \`sandbox/platform/wire.ts\`, \`wire-order.ts\` and \`wire-webhook.ts\`; a test holds this page, those tables and what the sandbox serves equal.

- **documented**: on the platform's developer pages (https://developer.fieldnation.com), for buyers.
- **observed**: in use by providers' programs or the platform's own mobile application; not documented.
- **assumed**: neither. To be settled with the platform before a live connection, which needs its consent in any case.

An adapter reads only what it needs of this and refuses any other shape. An instant is \`YYYY-MM-DD HH:MM:SS\` in UTC.`;

/** The page docs/platforms/field-nation-wire.md, whole. */
export const renderWireTable = () =>
  wirePage(opening, [...calls, webhookCall], anyReply, [
    ["A token", tokenFields],
    ["A delegated seat's parameters", seatParameters],
    ["The login's user", meFields],
    ["A list", listFields],
    ["A work order", orderFields],
    ["An assignment", assigneeFields],
    ["A request", requestFields],
    ["A problem", problemFields],
    ["A webhook", webhookFields],
    ["A webhook's headers", webhookHeaders],
    ["A webhook's events", webhookEvents],
  ]);
