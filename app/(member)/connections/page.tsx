import { z } from "zod";
import { Card } from "@/app/_ui/card";
import { EmptyState } from "@/app/_ui/empty-state";
import { Form } from "@/app/_ui/form";
import { LiveChanges } from "@/app/_ui/live-changes";
import { Notice } from "@/app/_ui/notice";
import { PageHeader } from "@/app/_ui/page-header";
import { ReloadWithoutScripts } from "@/app/_ui/reload-without-scripts";
import { Stack } from "@/app/_ui/stack";
import { now } from "@/lib/base/clock";
import { readConnections } from "@/lib/connections/read-connections";
import { readOpenings } from "@/lib/connections/read-openings";
import { readAcceptance } from "@/lib/orders/read-acceptance";
import { platformName } from "@/lib/platforms/ids";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireMember } from "@/lib/web/session";
import { connect } from "./actions";
import { ConnectionCard } from "./connection-card";
import { Openings } from "./openings";

export const metadata = { title: "Connections" };

const passing = new Set(["awaiting_key", "verifying"]);

type Props = { searchParams: Promise<{ before?: string | string[]; unlinked?: string | string[] }> };

export default async function ConnectionsPage({ searchParams }: Props) {
  const member = await requireMember();
  const zone = await readTimeZone(member.accountId);
  const { before, unlinked } = await searchParams;
  const { connections, connectable } = await readConnections(member.accountId);
  const { gapsOf } = await readAcceptance(member.accountId);
  const olderThan = z.uuid().safeParse(before).data ?? null;
  const { openings, next } = await readOpenings(member.accountId, olderThan);
  return (
    <Stack>
      <LiveChanges />
      {connections.some(({ state }) => passing.has(state)) ? <ReloadWithoutScripts /> : null}
      <PageHeader title="Connections" lead="The platforms whose offers are watched for you." />
      {unlinked === "yes" ? (
        <Notice tone="success" title="Unlinked">
          The sealed login is deleted, and its keys are being destroyed. You can connect the platform again whenever you like.
        </Notice>
      ) : null}
      {connections.map((connection) => (
        <ConnectionCard key={connection.id} connection={connection} gaps={gapsOf.get(connection.id) ?? []} zone={zone} now={now()} />
      ))}
      {connectable.map((platform) => (
        <Card key={platform} title={`Connect ${platformName(platform)}`}>
          <Form action={connect} submit={`Connect ${platformName(platform)}`} pending="Preparing">
            <input type="hidden" name="platform" value={platform} />
            <p className="max-w-prose">
              First a lock is made that only the worker can open. Then you enter your {platformName(platform)} login, and your browser seals
              it with that lock. Of an offer, only its time, pay, distance and kind are looked at; what the work is, where and for whom is
              never kept.
            </p>
          </Form>
        </Card>
      ))}
      {connections.length + connectable.length === 0 ? (
        <EmptyState title="No platform is open">
          The operator has not switched a platform on yet. Come back later, or ask the operator.
        </EmptyState>
      ) : null}
      <div id="openings">
        <Card title="Who opened your login">
          {openings.length === 0 ? (
            <EmptyState title="Not opened yet">
              Only the worker can open your sealed login, and each time that it does, a line here says when, for which job and why.
            </EmptyState>
          ) : (
            <Openings openings={openings} isLatest={olderThan === null} next={next} zone={zone} />
          )}
        </Card>
      </div>
    </Stack>
  );
}
