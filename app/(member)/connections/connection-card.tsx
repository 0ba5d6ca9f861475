import { Card } from "@/app/_ui/card";
import { Disclosure } from "@/app/_ui/disclosure";
import { Form } from "@/app/_ui/form";
import { Notice } from "@/app/_ui/notice";
import { StatusBadge } from "@/app/_ui/status-badge";
import type { Connection } from "@/lib/connections/read-connections";
import type { Gap } from "@/lib/orders/acceptance-gaps";
import { platformName } from "@/lib/platforms/ids";
import { backupDays } from "@/lib/vault/key-limits";
import { GapList } from "../gap-list";
import { switchMode, unlink } from "./actions";
import { SealForm } from "./seal-form";
import { Standing } from "./standing";

const badges = {
  awaiting_key: { tone: "info", text: "Preparing" },
  awaiting_credential: { tone: "info", text: "Needs your login" },
  verifying: { tone: "info", text: "Trying your login" },
  working: { tone: "info", text: "Login works" },
  refused: { tone: "bad", text: "Login refused" },
  unreachable: { tone: "warn", text: "Platform not reached" },
  unlinked: { tone: "neutral", text: "Unlinked" },
} as const;

const accepting = { tone: "good", text: "Accepting" } as const;

/** One connection: how it stands, the one thing to do next, and what can be changed. */
export function ConnectionCard({ connection, gaps, zone, now }: { connection: Connection; gaps: Gap[]; zone: string; now: Date }) {
  const name = platformName(connection.platform);
  const badge = gaps.length === 0 ? accepting : badges[connection.state];
  return (
    <Card title={name} actions={<StatusBadge tone={badge.tone}>{badge.text}</StatusBadge>}>
      <div className="grid gap-5">
        <Standing connection={connection} name={name} zone={zone} now={now} />
        {connection.state === "working" || connection.mode === "auto" ? <Mode connection={connection} gaps={gaps} /> : null}
        <Changes connection={connection} name={name} />
      </div>
    </Card>
  );
}

function Mode({ connection, gaps }: { connection: Connection; gaps: Gap[] }) {
  const on = connection.mode === "auto";
  const others = gaps.filter((gap) => gap !== "connection_off");
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
        {on && others.length === 0
          ? "Automatic acceptance is on: offers that meet all your rules are accepted for you, and each one that the platform confirms costs $25.00."
          : "Offers that meet all your rules are accepted for you without asking, once this is switched on and nothing is missing. Each one that the platform confirms costs $25.00."}
      </p>
      {others.length === 0 ? null : (
        <Notice tone="warning" title={on ? "Switched on, but nothing is accepted yet" : "Switching it on is not enough"}>
          <p>{on ? "Acceptance begins by itself once this is mended:" : "This is missing too:"}</p>
          <GapList gaps={others} />
        </Notice>
      )}
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
          <SealForm platform={name} offer={sealing} tried={connection.loginKind} submit="Seal and replace" />
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
