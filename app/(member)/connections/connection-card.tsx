import { Card } from "@/app/_ui/card";
import { Disclosure } from "@/app/_ui/disclosure";
import { Form } from "@/app/_ui/form";
import { Notice } from "@/app/_ui/notice";
import { RelativeTime } from "@/app/_ui/relative-time";
import { StatusBadge } from "@/app/_ui/status-badge";
import type { Connection } from "@/lib/connections/read-connections";
import { platformName } from "@/lib/platforms/ids";
import { switchMode, unlink } from "./actions";
import { SealForm } from "./seal-form";

const badges = {
  awaiting_key: { tone: "info", text: "Preparing" },
  awaiting_credential: { tone: "info", text: "Needs your login" },
  verifying: { tone: "info", text: "Trying your login" },
  working: { tone: "good", text: "Working" },
  refused: { tone: "bad", text: "Login refused" },
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

function Standing({ connection, name, zone, now }: { connection: Connection; name: string; zone: string; now: Date }) {
  const { state, sealing, lastPollAt } = connection;
  if (!connection.permitted)
    return (
      <Notice tone="warning" title={`${name} is switched off for everybody`}>
        The operator has switched it off, so nothing is looked at or accepted there. Your sealed login is kept; all goes on when it is
        switched on again.
      </Notice>
    );
  if (state === "working") {
    if (connection.mode === "off")
      return <p>Your login works. Nothing is watched or accepted yet: switch automatic acceptance on below.</p>;
    return (
      <p>
        Your login works and offers are watched
        {lastPollAt ? (
          <>
            , last looked at <RelativeTime at={lastPollAt} now={now} zone={zone} />
          </>
        ) : null}
        .
      </p>
    );
  }
  if (state === "verifying")
    return (
      <Notice tone="info" title={`Trying your login on ${name}`}>
        This takes a few seconds. The page looks again on its own.
      </Notice>
    );
  if (state === "unreachable")
    return (
      <Notice tone="warning" title={`${name} does not answer`}>
        Your sealed login is kept and tried again every few minutes.
      </Notice>
    );
  if (state === "awaiting_key")
    return (
      <Notice tone="info" title="Preparing a lock that only the worker can open">
        This takes a few seconds. The page looks again on its own.
      </Notice>
    );
  if (!sealing)
    return (
      <Notice tone="danger" title="The lock for your login is not signed as it should be">
        Do not enter the login anywhere. Unlink this connection and connect again; if this comes back, tell the operator.
      </Notice>
    );
  return (
    <>
      {state === "refused" ? (
        <Notice tone="danger" title={`${name} refused this login`}>
          Check user name and password on the platform, then seal them here again.
        </Notice>
      ) : null}
      <p className="max-w-prose text-soft">
        Your browser seals the login before it leaves this form. This website stores it but cannot open it; the worker opens it to log in to{" "}
        {name} for you, and each opening is listed below.
      </p>
      <SealForm platform={name} offer={sealing} submit="Seal and try it" />
    </>
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
          ? "Automatic acceptance is on: offers that meet all your rules are accepted for you, and each one that the platform confirms costs $25.00."
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
          <SealForm platform={name} offer={sealing} submit="Seal and replace" />
        </Disclosure>
      ) : null}
      <Disclosure summary="Unlink">
        <Form action={unlink} submit={`Unlink ${name}`} tone="danger" pending="Unlinking">
          <input type="hidden" name="connection" value={connection.id} />
          <p className="max-w-prose">
            The sealed login is removed and its keys are destroyed. What was accepted stays yours on the platform. This cannot be undone,
            but you can connect again.
          </p>
        </Form>
      </Disclosure>
    </div>
  );
}
