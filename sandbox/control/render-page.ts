import { listFields } from "@/sandbox/control/list-fields";
import { strikes } from "@/sandbox/control/requests";
import { curlOf, first, type Switch, switchesFor } from "@/sandbox/control/switches";

const opening = `# The sandbox: the outside world, and its switches

Written from \`sandbox/control/switches.ts\`; a test holds this page equal to it, and tries every command below.

\`npm start\` runs doubles of the platforms, Stripe and the mail server on loopback. Where they are stands in \`world.json\` under \`sandbox\`,
with a member, an owner, an invite, and \`platformLogins\`: a login of each platform, made anew at each start for whoever redeems the
invite. To see an order accepted: join, subscribe, seal that login under Connections, set hours and rules, switch automatic acceptance on,
and put an offer up.

\`CONTROL\` is the address that \`npm start\` prints as the outside world's switches; its page shows these commands with that address filled
in. It takes JSON, answers in JSON, and refuses a body that is empty or does not fit with 400 and the reason.

    CONTROL=http://127.0.0.1:21434`;

function partOf(one: Switch): string {
  const { method, path, what, takes } = one;
  const fields = takes ? listFields(takes.schema).map((line) => `- ${line}`) : [];
  return [`## ${method} ${path}`, what, `    ${curlOf(one, "$CONTROL")}`, ...(fields.length > 0 ? [fields.join("\n")] : [])].join("\n\n");
}

const struck = Object.entries(strikes).map(([target, names]) => `- **${target}**: ${names.join(", ")}`);

/** The page docs/operations/sandbox.md, whole. */
export const renderControlPage = () =>
  `${[opening, ...switchesFor(first).map(partOf), "## What a fault can strike", struck.join("\n")].join("\n\n")}\n`;
