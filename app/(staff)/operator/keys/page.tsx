import { capital } from "@/app/_ui/capital";
import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { DefinitionList } from "@/app/_ui/definition-list";
import { EmptyState } from "@/app/_ui/empty-state";
import { LookAgain } from "@/app/_ui/look-again";
import { Notice } from "@/app/_ui/notice";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { type Column, Table } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { may } from "@/lib/accounts/permissions";
import { minuteMs, now } from "@/lib/base/clock";
import { ageOf, type Keys, type RootKey, readKeys } from "@/lib/oversight/read-keys";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { backupDays } from "@/lib/vault/key-limits";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { RowForm } from "../row-form";
import { rotate } from "./actions";
import { isUnderWay, taskColumns } from "./task-columns";
import { tasksShape } from "./tasks/shape";

export const generateMetadata = () => titleFor("keys.read", "Keys");

/** The worker writes down how the keys stand every minute; when it has not for this long, it does not run. */
const staleMs = 5 * minuteMs;

export default async function KeysPage() {
  const staff = await requireStaff("keys.read");
  const [keys, zone] = await Promise.all([readKeys(staffActor(staff)), readTimeZone(staff.accountId)]);
  const mayRotate = may(staff.role, "keys.rotate");
  return (
    <Stack>
      <PageHeader title="Keys" lead="Each connection has a key of its own, which a root key wraps. Only the worker can use either." />
      {keys.tasks.some(isUnderWay) ? <LookAgain /> : null}
      {keys.rotationFrozen ? (
        <Notice tone="warning" title="Rotating connections' keys waits">
          <p>
            The vault is frozen, or everything is stopped, and a key is replaced by opening its login once. It goes on by itself within two
            minutes of the end of the stop, which is lifted under <TextLink href="/operator/incidents">Incidents</TextLink>.
          </p>
        </Notice>
      ) : null}
      {keys.status && keys.current ? (
        <Standing keys={keys} status={keys.status} current={keys.current} zone={zone} mayRotate={mayRotate} />
      ) : (
        <EmptyState title="The worker has not told of its keys yet">
          It writes down how they stand as it starts, and every minute from then on. If this stays, look whether it runs.
        </EmptyState>
      )}
      {keys.tasks.length > 0 ? (
        <Section title="Rotations and retirements" lead="The latest.">
          <Table caption="The latest rotations and retirements" columns={taskColumns(zone)} rows={keys.tasks} rowKey={({ id }) => id} />
          <p>
            <TextLink href={tasksShape.path} alone>
              All rotations and retirements
            </TextLink>
          </p>
        </Section>
      ) : null}
    </Stack>
  );
}

type Props = { keys: Keys; status: NonNullable<Keys["status"]>; current: RootKey; zone: string; mayRotate: boolean };

function Standing({ keys, status, current, zone, mayRotate }: Props) {
  const isStale = now().getTime() - status.takenAt.getTime() > staleMs;
  const waits = (kind: string) => keys.tasks.some((task) => task.kind === kind && isUnderWay(task));
  return (
    <>
      <Card title="Root key" actions={<Due at={keys.rootDueAt} />}>
        <DefinitionList
          items={[
            { term: "Kept by", detail: status.provider === "pkcs11" ? "A hardware module (PKCS#11)" : "A keyring on the worker's host" },
            { term: "Version in use", detail: String(current.version) },
            { term: "Minimum version, below which nothing opens", detail: String(keys.minimumVersion) },
            { term: ageOf(current).known === "made" ? "Made" : "Registered", detail: <DateTime at={ageOf(current).since} zone={zone} /> },
            { term: "Due to be rotated", detail: keys.rootDueAt ? <DateTime at={keys.rootDueAt} zone={zone} /> : "No date yet" },
          ]}
        />
        <p className="text-soft">
          Rotating makes a new root key and wraps every connection's key by it. The earlier one is kept for {backupDays} days, as long as
          backups may need it, and is then destroyed.
        </p>
        {mayRotate && !waits("rotate-root") ? (
          <RowForm action={rotate} name="kind" id="rotate-root" about="the root key">
            Rotate
          </RowForm>
        ) : null}
      </Card>
      <Card title="Connections' keys" actions={<Due at={keys.connectionsDueAt} />}>
        <DefinitionList
          items={[
            { term: "In use", detail: String(status.connectionKeys) },
            { term: "Replaced, to be retired", detail: String(status.supersededConnectionKeys) },
            {
              term: "Oldest in use, made",
              detail: status.oldestConnectionKeyAt ? <DateTime at={status.oldestConnectionKeyAt} zone={zone} /> : "None yet",
            },
            {
              term: "Due to be rotated",
              detail: keys.connectionsDueAt ? <DateTime at={keys.connectionsDueAt} zone={zone} /> : "No date yet",
            },
          ]}
        />
        <p className="text-soft">
          Rotating gives every connection a new key and seals its credential for it. Each opening that this takes is a line that the member
          can read.
        </p>
        {mayRotate && status.connectionKeys > 0 && !waits("rotate-connections") ? (
          <RowForm action={rotate} name="kind" id="rotate-connections" about="every connection's key">
            Rotate
          </RowForm>
        ) : null}
      </Card>
      <Section title="Versions of the root key">
        <Table caption="Versions of the root key" columns={columnsIn(zone)} rows={status.roots} rowKey={({ keyId }) => keyId} />
      </Section>
      <p className={isStale ? "text-bad" : "text-soft"}>
        As the worker wrote it down on <DateTime at={status.takenAt} zone={zone} />.{" "}
        {isStale ? "It does so every minute: look whether it runs." : null}
      </p>
    </>
  );
}

function Due({ at }: { at: Date | null }) {
  if (!at) return null;
  const isDue = at <= now();
  return <StatusBadge tone={isDue ? "warn" : "good"}>{isDue ? "Due for rotation" : "In time"}</StatusBadge>;
}

const columnsIn = (zone: string): Column<RootKey>[] => [
  { head: "Version", rowHead: true, cell: ({ version }) => String(version) },
  { head: "Key", cell: ({ keyId }) => <code className="wrap-anywhere text-sm">{keyId}</code> },
  { head: "Since", cell: (root) => <Age root={root} zone={zone} /> },
  { head: "Keys wrapped", align: "end", cell: ({ wraps }) => String(wraps) },
  { head: "State", cell: stateOf },
];

function Age({ root, zone }: { root: RootKey; zone: string }) {
  const { known, since } = ageOf(root);
  return (
    <>
      {capital(known)} on <DateTime at={since} zone={zone} />
    </>
  );
}

function stateOf({ retiredAt, supersededAt }: RootKey) {
  if (retiredAt) return <StatusBadge tone="neutral">Retired</StatusBadge>;
  return supersededAt ? <StatusBadge tone="info">Waits for backups</StatusBadge> : <StatusBadge tone="good">In use</StatusBadge>;
}
