import { Card } from "@/app/_ui/card";
import { Disclosure } from "@/app/_ui/disclosure";
import { Form } from "@/app/_ui/form";
import { Notice } from "@/app/_ui/notice";
import { Select } from "@/app/_ui/select";
import { StatusBadge } from "@/app/_ui/status-badge";
import type { Connection } from "@/lib/connections/read-connections";
import type { Gap } from "@/lib/orders/acceptance-gaps";
import { platformName } from "@/lib/platforms/ids";
import { backupDays } from "@/lib/vault/key-limits";
import { GapList } from "../gap-list";
import { modeBadges } from "../mode-badges";
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

/** One connection: how it stands, the one thing to do next, and what can be changed. */
export function ConnectionCard({ connection, gaps, zone, now }: { connection: Connection; gaps: Gap[]; zone: string; now: Date }) {
  const name = platformName(connection.platform);
  const badge = gaps.length === 0 ? modeBadges[connection.mode] : badges[connection.state];
  return (
    <Card title={name} actions={<StatusBadge tone={badge.tone}>{badge.text}</StatusBadge>}>
      <div className="grid gap-5">
        <Standing connection={connection} name={name} zone={zone} now={now} />
        {connection.state === "working" || connection.mode !== "off" ? <Mode connection={connection} gaps={gaps} /> : null}
        <Changes connection={connection} name={name} />
      </div>
    </Card>
  );
}

const modes = [
  { value: "auto", label: "Accept it, for $25.00" },
  { value: "ask", label: "Ask me by mail" },
  { value: "notify", label: "Only tell me by mail" },
  { value: "dry_run", label: "Trial: only note it" },
  { value: "off", label: "Nothing: do not look" },
] as const;

const modeTexts: Record<Connection["mode"], string> = {
  auto: "Automatic acceptance is on: offers that meet all your rules are accepted for you, and each one that the platform confirms costs $25.00.",
  ask: "Offers that meet all your rules are asked about: nothing is accepted before you say yes.",
  notify: "You are told of offers that meet all your rules. Nothing is accepted.",
  dry_run: "On trial: offers are judged, and your offers page shows what would have been accepted. Nothing is accepted and nothing costs.",
  off: "Offers are not looked at.",
};

function Mode({ connection: { id, mode }, gaps }: { connection: Connection; gaps: Gap[] }) {
  const others = gaps.filter((gap) => gap !== "connection_off");
  const nothingYet = mode === "auto" || mode === "ask" ? others : [];
  return (
    <Form action={switchMode} submit="Save" tone="secondary" pending="Saving">
      <input type="hidden" name="connection" value={id} />
      {nothingYet.length > 0 ? null : <p className="max-w-prose">{modeTexts[mode]}</p>}
      {others.length === 0 ? null : (
        <Notice
          tone="warning"
          title={nothingYet.length > 0 ? "Switched on, but nothing is accepted at the moment" : "Before anything can be accepted"}
        >
          <p>{nothingYet.length > 0 ? "Acceptance begins by itself once this is mended:" : "This is missing:"}</p>
          <GapList gaps={others} />
        </Notice>
      )}
      <Select
        name="mode"
        label="When an offer meets all my rules"
        hint="Accepting also takes offers that wait for your answer now, if they still fit."
        required
        options={modes}
        defaultValue={mode}
      />
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
            last for {backupDays} days. Nothing more is looked at or accepted on {name}; what was accepted stays yours there, and requests
            that wait for a buyer stand there and are no longer followed. This cannot be undone, but you can connect {name} again at any
            time.
          </p>
        </Form>
      </Disclosure>
    </div>
  );
}
