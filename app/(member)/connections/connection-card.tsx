import { Card } from "@/app/_ui/card";
import { Disclosure } from "@/app/_ui/disclosure";
import { Form } from "@/app/_ui/form";
import { StatusBadge } from "@/app/_ui/status-badge";
import type { Connection } from "@/lib/connections/read-connections";
import { platformName } from "@/lib/platforms/ids";
import { backupDays } from "@/lib/vault/key-limits";
import { switchMode, unlink } from "./actions";
import { SealForm } from "./seal-form";
import { Standing } from "./standing";

const badges = {
  awaiting_key: { tone: "info", text: "Preparing" },
  awaiting_credential: { tone: "info", text: "Needs your login" },
  verifying: { tone: "info", text: "Trying your login" },
  working: { tone: "good", text: "Working" },
  refused: { tone: "bad", text: "Paused: login refused" },
  unreachable: { tone: "warn", text: "Platform not reached" },
  unlinked: { tone: "neutral", text: "Unlinked" },
} as const;

/** One connection: how it stands, the one thing to do next, and what can be changed. */
export function ConnectionCard({ connection, zone, now }: { connection: Connection; zone: string; now: Date }) {
  const name = platformName(connection.platform);
  const badge = badges[connection.state];
  return (
    <Card title={name} actions={<StatusBadge tone={badge.tone}>{badge.text}</StatusBadge>}>
      <div className="grid gap-5">
        <Standing connection={connection} name={name} zone={zone} now={now} />
        {connection.state === "working" || connection.mode === "auto" ? <Mode connection={connection} /> : null}
        <Changes connection={connection} name={name} />
      </div>
    </Card>
  );
}

function Mode({ connection }: { connection: Connection }) {
  const on = connection.mode === "auto";
  return (
    <Form
      action={switchMode}
      submit={on ? "Switch automatic acceptance off" : "Switch automatic acceptance on"}
      tone={on ? "secondary" : "primary"}
      pending="Switching"
    >
      <input type="hidden" name="connection" value={connection.id} />
      <input type="hidden" name="mode" value={on ? "off" : "auto"} />
      <p className="max-w-prose">
        {on
          ? "Automatic acceptance is on: while your hours and rules are set and your plan is active, offers that meet them all are accepted for you, and each one that the platform confirms costs $25.00."
          : "When on, offers that meet all your rules are accepted for you without asking. Each one that the platform confirms costs $25.00."}
      </p>
    </Form>
  );
}

function Changes({ connection, name }: { connection: Connection; name: string }) {
  const { state, sealing } = connection;
  return (
    <div className="grid gap-2">
      {sealing && (state === "working" || state === "unreachable") ? (
        <Disclosure summary="Replace the login">
          <p className="max-w-prose text-soft">
            The new login takes the place of the old one at once, and is tried at once. Until it works, nothing is looked at or accepted.
            The old one cannot be brought back.
          </p>
          <SealForm platform={name} offer={sealing} submit="Seal and replace" />
        </Disclosure>
      ) : null}
      <Disclosure summary="Unlink">
        <Form action={unlink} submit={`Unlink ${name}`} tone="danger" pending="Unlinking">
          <input type="hidden" name="connection" value={connection.id} />
          <p className="max-w-prose">
            Your sealed login is deleted and its keys are destroyed, so that it cannot be opened any more; copies of the keys in backups
            last for {backupDays} days. Nothing more is looked at or accepted on {name}; what was accepted stays yours there. This cannot be
            undone, but you can connect {name} again at any time.
          </p>
        </Form>
      </Disclosure>
    </div>
  );
}
