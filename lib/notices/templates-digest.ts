import { moment, none, platformName, template } from "@/lib/notices/template";

/** What a digest can tell of, in the order in which it does: one, and several. */
const happenings: Record<string, [one: string, several: string]> = {
  accepted: ["work order was accepted for you", "work orders were accepted for you"],
  "work-moved": ["work order was moved by its buyer", "work orders were moved by their buyers"],
  "offer-fits": ["offer fitted your rules", "offers fitted your rules"],
  "connection-working": ["login was found to work", "logins were found to work"],
  "connection-refused": ["login was refused", "logins were refused"],
  "connection-restored": ["login is accepted again", "logins are accepted again"],
};
const mostTimes = 5;

/** "2 offers fitted your rules on Field Nation: Monday, …; Monday, …." */
function sentence([one, several]: [string, string], platform: string, times: string[]): string {
  const told = times.slice(0, mostTimes).join("; ");
  const more = times.length > mostTimes ? `; and ${times.length - mostTimes} more` : "";
  return `${times.length} ${times.length === 1 ? one : several} on ${platformName(platform)}: ${told}${more}.`;
}

export const digestTemplates = {
  digest: template(none, (_, { site, digest }) => {
    if (!digest || digest.mails.length === 0) throw new Error("a digest without anything in it");
    const paragraphs = Object.entries(happenings).flatMap(([name, words]) => {
      const times = Map.groupBy(
        digest.mails.filter((mail) => mail.template === name),
        ({ facts }) => String(facts.platform),
      );
      return [...times].map(([platform, mails]) =>
        sentence(
          words,
          platform,
          mails.map(({ createdAt }) => moment(createdAt.toISOString(), digest.timeZone)),
        ),
      );
    });
    return {
      subject: "Your daily digest",
      paragraphs: ["This is what happened since the last one. The times are when it did.", ...paragraphs],
      action: { label: "See it in Holdfast", url: `${site}/home` },
      closing: "What the work is, you find on the platform: Holdfast does not keep it.",
    };
  }),
} as const;
