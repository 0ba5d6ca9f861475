import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { type Column, Table } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { type Activity, readActivity } from "@/lib/connections/read-activity";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireMember } from "@/lib/web/session";
import { lossOf } from "../offers/rule-text";
import { LogTabs } from "./log-tabs";

export const metadata = { title: "Activity" };

const sentences: Record<string, (facts: Activity["facts"]) => string> = {
  login_worked: () => "Logged in to the platform: your login works",
  login_refused: ({ tried }) =>
    tried === "first" ? "The platform refused the login that you had entered" : "The platform no longer took your login; watching stopped",
  login_unreachable: () => "The platform did not answer; your login is tried again",
  poll_failed: () => "The platform could not be looked at; tried again soon",
  offer_held: ({ by }) =>
    by === "member" ? "You took an offer; your time was reserved" : "An offer met all your rules; your time was reserved",
  offer_asked: () => "An offer fits; you were asked",
  offer_notified: () => "An offer fits; you were told",
  offer_declined: () => "You declined an offer",
  offer_requested: () => "A buyer was asked for an order",
  work_moved: ({ conflict }) => (conflict === 1 ? "A buyer moved your work onto time that is taken" : "A buyer moved your work"),
  work_cancelled: ({ credited }) => (credited === 1 ? "A buyer cancelled your work; its unit is credited" : "A buyer cancelled your work"),
  work_given_back: () => "A platform no longer names you as the one assigned",
  offer_accepted: ({ attribution }) =>
    attribution === "service" ? "An order was confirmed as yours" : "An order is yours already; it was not charged",
  offer_lost: ({ why }) => `An order came to nothing: ${lossOf(String(why))}`,
};

/** What was done; where it was about an offer, as the way to it, and from there to its receipt. */
function WhatWasDone({ entry: { kind, facts, offerId } }: { entry: Activity }) {
  const sentence = sentences[kind]?.(facts) ?? kind;
  return offerId ? <TextLink href={`/offers/${offerId}`}>{sentence}</TextLink> : sentence;
}

function columnsIn(zone: string): Column<Activity>[] {
  return [
    { head: "When", rowHead: true, cell: (entry) => <DateTime at={entry.at} zone={zone} /> },
    { head: "What was done", prose: true, cell: (entry) => <WhatWasDone entry={entry} /> },
  ];
}

type Props = { searchParams: Promise<{ before?: string | string[] }> };

export default async function ActivityPage({ searchParams }: Props) {
  const member = await requireMember();
  const zone = await readTimeZone(member.accountId);
  const { before } = await searchParams;
  const given = typeof before === "string" ? new Date(before) : null;
  const { entries, next } = await readActivity(member.accountId, given && !Number.isNaN(given.getTime()) ? given : null);
  return (
    <Stack>
      <PageHeader title="Activity" lead="What the automation did for you, newest first." />
      <LogTabs current="automation" />
      {entries.length === 0 ? (
        <EmptyState title="Nothing yet" action={<LinkButton href="/connections">Go to connections</LinkButton>}>
          Once a platform is connected, each login, reservation, acceptance and loss is listed here.
        </EmptyState>
      ) : (
        <Card>
          <Table caption="What the automation did" columns={columnsIn(zone)} rows={entries} rowKey={(entry) => entry.id} />
        </Card>
      )}
      {next ? (
        <p>
          <LinkButton href={`/activity?before=${encodeURIComponent(next.toISOString())}`} tone="secondary">
            Older activity
          </LinkButton>
        </p>
      ) : null}
    </Stack>
  );
}
