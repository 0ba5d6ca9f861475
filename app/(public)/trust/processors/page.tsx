import type { Metadata } from "next";
import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { Stack } from "@/app/_ui/stack";
import { TextLink } from "@/app/_ui/text-link";
import { now } from "@/lib/base/clock";
import { noticeDays } from "@/lib/oversight/processors/announce";
import { type PublicChange, type PublicProcessor, readPublicProcessors } from "@/lib/oversight/processors/read";

export const metadata: Metadata = {
  title: "Who processes data for us",
  description: "Every company that processes data for Holdfast: what for, which data, where, and what is about to change.",
};

function Facts({ of }: { of: Pick<PublicProcessor, "purpose" | "data" | "region" | "hosts"> }) {
  const items = [
    ["What for", of.purpose],
    ["What it receives", of.data],
    ["Where", of.region || "Not said yet"],
    ...(of.hosts.length > 0 ? [["Called at", of.hosts.join(", ")]] : []),
  ] as const;
  return (
    <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-[10rem_minmax(0,1fr)]">
      {items.map(([term, detail]) => (
        <div key={term} className="contents">
          <dt className="text-soft">{term}</dt>
          <dd className="wrap-anywhere">{detail}</dd>
        </div>
      ))}
    </dl>
  );
}

function certified({ code, certificate, certificateUntil }: PublicProcessor, today: string): string {
  if (code === "calendars") return "Each member chooses their own: no agreement binds these hosts to us.";
  if (certificate === null || certificateUntil === null) return "Security certificate: not evidenced.";
  return certificateUntil < today
    ? `Security certificate: ${certificate}, expired on ${certificateUntil}.`
    : `Security certificate: ${certificate}, valid until ${certificateUntil}.`;
}

function Change({ change }: { change: PublicChange }) {
  return (
    <Card title={change.name}>
      <p className="font-medium">
        From <DateTime at={change.effectiveAt} zone="UTC" show="both" /> on. Announced{" "}
        <DateTime at={change.announcedAt} zone="UTC" show="date" />.
      </p>
      {change.urgentReason ? (
        <p>
          This did not wait for {noticeDays} days: {change.urgentReason}
        </p>
      ) : null}
      <Facts of={change} />
    </Card>
  );
}

/** The register as everybody may see it. */
export default async function PublicProcessorsPage() {
  const { processors, changes } = await readPublicProcessors();
  const today = now().toISOString().slice(0, 10);
  return (
    <Stack>
      <PageHeader
        title="Who processes data for us"
        lead={
          <p>
            Clause 9 of <TextLink href="/policy#section-9">the policy</TextLink>. Members are told by mail {noticeDays} days before a
            company is added, or before one receives other data, serves another purpose or works elsewhere. What cannot wait says here why.
          </p>
        }
      />
      {changes.length > 0 ? (
        <Section title="About to change" lead="What holds until then stands below.">
          {changes.map((change) => (
            <Change key={change.id} change={change} />
          ))}
        </Section>
      ) : null}
      <Section
        title="Now"
        lead="Whom the software calls it knows itself: a company that it calls and that is missing here turns clause 9 red."
      >
        {processors.length === 0 ? (
          <EmptyState title="The list is not there yet">It is made when the service has run for a minute. Load the page again.</EmptyState>
        ) : (
          processors.map((one) => (
            <Card key={one.code} title={one.name} footer={certified(one, today)}>
              <Facts of={one} />
            </Card>
          ))
        )}
      </Section>
    </Stack>
  );
}
