import { Disclosure } from "@/app/_ui/disclosure";
import { Field } from "@/app/_ui/field";
import { Section } from "@/app/_ui/section";
import { TextArea } from "@/app/_ui/text-area";
import { TextLink } from "@/app/_ui/text-link";
import { publishPost } from "./actions";
import { IncidentForm } from "./incident-form";
import type { Part } from "./parts";

/** What the public reads of it. */
export function Publishing({ incident: { id, post, drill }, acts }: Part) {
  return (
    <Section
      title="Publish"
      lead={
        drill
          ? "A drill's text is kept and never shown in public."
          : "What stands here anybody reads at /status. No names, no case details, nothing that helps an attacker."
      }
    >
      <p className="text-soft">
        {!post ? (
          "Nothing is published."
        ) : drill ? (
          `Kept for the drill: “${post.title}”.`
        ) : (
          <TextLink href={`/status/${id}`}>{post.title}</TextLink>
        )}
      </p>
      {acts ? (
        <Disclosure summary={post ? "Change what is published" : "Publish it"}>
          <IncidentForm incident={id} action={publishPost} submit={drill ? "Keep it, as a drill" : "Publish"}>
            <Field name="title" label="Title" maxLength={120} defaultValue={post?.title} required />
            <TextArea
              name="summary"
              label="What happened, what it means for members, what was done"
              hint="Paragraphs are parted by empty lines."
              maxLength={5_000}
              rows={6}
              defaultValue={post?.summary}
              required
            />
            <TextArea
              name="postMortem"
              label="Afterwards: causes, and what prevents the next"
              maxLength={20_000}
              rows={8}
              defaultValue={post?.postMortem}
            />
          </IncidentForm>
        </Disclosure>
      ) : null}
    </Section>
  );
}
