import { z } from "zod";
import { day, template } from "@/lib/notices/template";

/** A version's id begins with the day on which it takes effect. */
const version = z.object({ version: z.string().regex(/^\d{4}-\d{2}-\d{2}[a-z]?$/) });
const effective = (id: string) => day(`${id.slice(0, 10)}T00:00:00Z`);

/** Mails about versions of the data security policy, each once. */
export const policyTemplates = {
  "policy-announced": template(version, ({ version: id }, { site }) => ({
    subject: `A new version of our data security policy takes effect on ${effective(id)}`,
    paragraphs: [
      `On ${effective(id)} (UTC) a new version of the data security policy takes effect. What changes is marked word by word.`,
      "You can agree to it now, and then nothing stops. Without your agreement Holdfast accepts nothing for you from that day on, until you give it. What was accepted stays yours.",
    ],
    action: { label: "See what changes", url: `${site}/agreement` },
  })),
  "policy-in-force": template(version, ({ version: id }, { site }) => ({
    subject: "Our data security policy has a new version, and the automation waits for your agreement",
    paragraphs: [
      `Since ${effective(id)} (UTC) a new version of the data security policy is in force, and you have not agreed to it. Until you do, Holdfast looks at no platform for you and accepts nothing. What was accepted is still yours.`,
      "What changed is marked word by word. If you do not agree, you can take your data, end your plan or delete your account as before.",
    ],
    action: { label: "See what changed, and agree", url: `${site}/agreement` },
  })),
} as const;
