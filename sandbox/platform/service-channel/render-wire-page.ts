import {
  anyReply,
  calls,
  listFields,
  profileFields,
  refusalFields,
  statusFields,
  tokenFields,
  workOrderFields,
} from "@/sandbox/platform/service-channel/wire";
import { wirePage } from "@/sandbox/platform/wire-page";

const opening = `# ServiceChannel: the wire, and how we know it

Written from \`sandbox/platform/service-channel/wire.ts\`; a test holds this page, those tables and what the sandbox serves equal.

- **documented**: on the platform's developer or help pages (https://developer.servicechannel.com).
- **observed**: in use by programs of providers and clients; not documented.
- **assumed**: neither. To be settled with the platform before a live connection, which needs its consent in any case.

An adapter reads only what it needs of this and refuses any other shape. Of \`Location\` and \`Provider\` it asks for one field each.

What this wire cannot tell: an order belongs to a provider, which is a company. Two logins of one company are one \`ours\`: an order that a
colleague takes between our look and our call is billed as accepted by us, as one that the member takes by hand in that moment would be. It
has no distance either, so only a member who goes any distance has orders accepted here. It has no requests, no hours of work but the window's,
and nothing on how long before the start an order may be given back. An order in progress that names no end is not counted as time taken.`;

/** The page docs/platforms/service-channel-wire.md, whole. */
export const renderWirePage = () =>
  wirePage(opening, calls, anyReply, [
    ["A token", tokenFields],
    ["The login's profile", profileFields],
    ["A list", listFields],
    ["A work order", workOrderFields],
    ["A change of status", statusFields],
    ["A refusal", refusalFields],
  ]);
