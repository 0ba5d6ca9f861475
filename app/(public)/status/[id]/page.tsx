import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { DateTime } from "@/app/_ui/date-time";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { Stack } from "@/app/_ui/stack";
import { TextLink } from "@/app/_ui/text-link";
import { readPost } from "@/lib/oversight/incidents/publish";

type Props = { params: Promise<{ id: string }> };
const zone = "UTC";
const find = cache(async (id: string) => (z.uuid().safeParse(id).success ? await readPost(id) : null));

export async function generateMetadata({ params }: Props) {
  return { title: (await find((await params).id))?.title ?? "No such page" };
}

function Paragraphs({ text }: { text: string }) {
  const paragraphs = text.split(/\n\s*\n/).map((words) => words.trim());
  return paragraphs.map((words) => (
    <p key={words} className="max-w-prose wrap-anywhere">
      {words}
    </p>
  ));
}

/** What is published of one incident. */
export default async function IncidentPostPage({ params }: Props) {
  const post = (await find((await params).id)) ?? notFound();
  const { title, summary, postMortem, publishedAt, changedAt } = post;
  return (
    <Stack>
      <TextLink href="/status" alone>
        Status
      </TextLink>
      <PageHeader
        title={<span className="wrap-anywhere">{title}</span>}
        lead={
          <p>
            Published on <DateTime at={publishedAt} zone={zone} />
            {changedAt > publishedAt ? (
              <>
                , last changed on <DateTime at={changedAt} zone={zone} />
              </>
            ) : null}
            .
          </p>
        }
      />
      <Section title="What happened">
        <Paragraphs text={summary} />
      </Section>
      <Section title="What came after" lead="Causes, and what prevents the next.">
        {postMortem ? <Paragraphs text={postMortem} /> : <p className="text-soft">This is still being written.</p>}
      </Section>
    </Stack>
  );
}
