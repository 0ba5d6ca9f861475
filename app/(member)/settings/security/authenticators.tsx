import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { Section } from "@/app/_ui/section";
import { Table } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import type { Factor } from "@/lib/factors/read-factors";

/** The member's authenticator apps, and a way to add one. */
export function Authenticators({ apps, zone }: { apps: Factor[]; zone: string }) {
  const add = <LinkButton href="/settings/security/authenticator">Add an authenticator app</LinkButton>;
  return (
    <Section
      id="authenticators"
      title="Authenticator apps"
      lead="An app on your phone shows a new six-digit code every 30 seconds, which you enter after your password."
    >
      {apps.length === 0 ? (
        <EmptyState title="No authenticator app yet" action={add}>
          Any app that shows one-time codes will do, and many password managers can as well.
        </EmptyState>
      ) : (
        <>
          <Table
            caption="Your authenticator apps"
            rows={apps}
            rowKey={({ id }) => id}
            columns={[
              { head: "Name", cell: ({ name }) => <bdi>{name}</bdi>, rowHead: true },
              { head: "Added", cell: ({ createdAt }) => <DateTime at={createdAt} zone={zone} show="date" /> },
              { head: "Last used", cell: ({ lastUsedAt }) => (lastUsedAt ? <DateTime at={lastUsedAt} zone={zone} /> : "Not yet") },
              { head: "Change", align: "end", cell: ({ id }) => <TextLink href={`/settings/security/${id}`}>Rename or remove</TextLink> },
            ]}
          />
          <div>{add}</div>
        </>
      )}
    </Section>
  );
}
