import { z } from "zod";
import { noticeTemplateCodes, noticeText } from "@/lib/notices/incident-texts";
import { instant, template } from "@/lib/notices/template";

/** Codes with commas between them, as a mail's facts hold them. */
const codes = z.string();
const apart = (text: string) => text.split(",").filter(Boolean);
const notice = z.object({
  template: z.enum(noticeTemplateCodes),
  from: instant,
  to: instant,
  data: codes,
  advice: codes,
  drill: z.number().int(),
});

/** Mails about incidents: to staff that one was opened, to members what it meant for their data. */
export const incidentTemplates = {
  "incident-opened": template(
    z.object({ incidentId: z.uuid(), title: z.string(), severity: z.string(), drill: z.number().int() }),
    ({ incidentId, title, severity, drill }, { site }) => ({
      subject: `${drill ? "DRILL: " : ""}Incident opened: ${title}`,
      paragraphs: [
        `${drill ? "This is a drill: nothing that is done in it touches a member. " : ""}An incident of ${severity} severity was opened.`,
        "Its page has the clock, what can be stopped at once, and who is affected. Take the lead there, or see who has it.",
      ],
      action: { label: "Open the incident", url: `${site}/operator/incidents/${incidentId}` },
    }),
  ),
  "incident-notice": template(notice, ({ template: of, drill, from, to, data, advice: asked }, { site, operator }) => {
    const { title, paragraphs, advice } = noticeText(of, { from, to, data: apart(data), advice: apart(asked) });
    return {
      subject: `${drill ? "DRILL: " : ""}${title}`,
      paragraphs: [
        ...(drill ? ["This is a drill. It goes to staff alone; no member has been sent it."] : []),
        ...paragraphs,
        ...advice.map((text) => `What to do: ${text}`),
      ],
      action: { label: "Read it on your page", url: `${site}/security-notices` },
      closing: `Questions go to ${operator}. We never ask for a password.`,
    };
  }),
} as const;
