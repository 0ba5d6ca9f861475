import type { Metadata } from "next";
import type { ReactNode } from "react";
import { DateTime } from "@/app/_ui/date-time";
import { DefinitionList } from "@/app/_ui/definition-list";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { TextLink } from "@/app/_ui/text-link";
import { now } from "@/lib/base/clock";
import { readPosts } from "@/lib/oversight/incidents/publish";
import { type PlatformState, readStatus } from "@/lib/oversight/read-status";
import { platformName } from "@/lib/platforms/ids";

export const metadata: Metadata = { title: "Status", description: "How the service stands at this moment, and what incidents there were." };

const zone = "UTC";
const platformTexts: Record<PlatformState, { tone: "good" | "warn" | "bad" | "neutral"; text: string }> = {
  works: { tone: "good", text: "Watched" },
  rests: { tone: "warn", text: "Asked us to wait" },
  not_understood: { tone: "bad", text: "Not watched: it answers in a way that we do not know" },
  stopped: { tone: "bad", text: "Stopped by us" },
  off: { tone: "neutral", text: "Not offered at the moment" },
};

const since = (at: Date | null): ReactNode =>
  at ? (
    <>
      {" "}
      since <DateTime at={at} zone={zone} />
    </>
  ) : null;

export default async function StatusPage() {
  const [status, posts] = await Promise.all([readStatus(), readPosts()]);
  const { worker, frozenSince, platforms } = status;
  const items = [
    { term: "This website", detail: <StatusBadge tone="good">Answers</StatusBadge> },
    {
      term: "The worker, which watches and accepts",
      detail:
        worker.state === "works" ? (
          <StatusBadge tone="good">Works</StatusBadge>
        ) : (
          <>
            <StatusBadge tone="bad">Not seen</StatusBadge>
            {since(worker.seenAt)}
          </>
        ),
    },
    {
      term: "Openings of sealed logins",
      detail: frozenSince ? (
        <>
          <StatusBadge tone="bad">Frozen by us</StatusBadge>
          {since(frozenSince)}
        </>
      ) : (
        <StatusBadge tone="good">As usual</StatusBadge>
      ),
    },
    ...platforms.map(({ id, state, since: from }) => ({
      term: platformName(id),
      detail: (
        <>
          <StatusBadge tone={platformTexts[state].tone}>{platformTexts[state].text}</StatusBadge>
          {since(from)}
        </>
      ),
    })),
  ];
  return (
    <Stack>
      <PageHeader
        title="Status"
        lead={
          <p>
            How the service stands, as of <DateTime at={now()} zone={zone} />. Read from the running parts; nobody types it in.
          </p>
        }
      />
      <Section
        title="At this moment"
        lead="The worker writes down every minute that it lives. Five minutes without that, and it counts as not seen."
      >
        <DefinitionList items={items} />
      </Section>
      <Section title="Incidents" lead="What happened, what it meant, and what prevents the next.">
        {posts.length === 0 ? (
          <EmptyState title="None has been published">
            When an incident touches members or the service, what happened stands here. Something looks wrong to you?{" "}
            <TextLink href="/report">Report it</TextLink>.
          </EmptyState>
        ) : (
          <ul className="grid gap-3">
            {posts.map(({ incidentId, title, publishedAt, postMortem }) => (
              <li key={incidentId}>
                <TextLink href={`/status/${incidentId}`}>{title}</TextLink>{" "}
                <span className="text-soft">
                  <DateTime at={publishedAt} zone={zone} />
                  {postMortem ? ", with what came after" : ""}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </Stack>
  );
}
