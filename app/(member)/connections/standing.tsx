import { Notice } from "@/app/_ui/notice";
import { RelativeTime } from "@/app/_ui/relative-time";
import type { Connection } from "@/lib/connections/read-connections";
import { SealForm } from "./seal-form";

type Props = { connection: Connection; name: string; zone: string; now: Date };

/** How a connection stands, and the one thing to do next. */
export function Standing({ connection, name, zone, now }: Props) {
  if (!connection.permitted)
    return (
      <Notice tone="warning" title={`${name} is switched off for everybody`}>
        The operator has switched it off, so nothing is looked at or accepted there. Your sealed login is kept; all goes on when it is
        switched on again.
      </Notice>
    );
  switch (connection.state) {
    case "working":
      return <Working connection={connection} name={name} zone={zone} now={now} />;
    case "verifying":
      return (
        <Notice tone="info" title={`Trying your login on ${name}`}>
          This takes a few seconds. The page then says by itself what came of it.
        </Notice>
      );
    case "unreachable":
      return (
        <Notice tone="warning" title={`${name} does not answer`}>
          <p>
            So it is not known yet whether your login works. It is kept sealed and tried again{" "}
            <Soon at={connection.retryAt} zone={zone} now={now} />; you need do nothing.
          </p>
        </Notice>
      );
    case "awaiting_key":
      return (
        <Notice tone="info" title="Preparing a lock that only the worker can open">
          This takes a few seconds. The form for your login then appears by itself.
        </Notice>
      );
    default:
      return <NeedsLogin connection={connection} name={name} zone={zone} now={now} />;
  }
}

/** A time that may have come already, when the worker is about to try. */
function Soon({ at, zone, now }: { at: Date | null; zone: string; now: Date }) {
  return at && at.getTime() - now.getTime() >= 60_000 ? <RelativeTime at={at} zone={zone} now={now} /> : "within a minute";
}

function Working({ connection: { mode, lastPollAt }, zone, now }: Props) {
  if (mode === "off") return <p>Your login works. Say below what is to be done with offers that fit; until then none are looked at.</p>;
  if (!lastPollAt) return <p>Your login works and offers are watched.</p>;
  return (
    <p>
      Your login works and offers are watched, last looked at <RelativeTime at={lastPollAt} now={now} zone={zone} />.
    </p>
  );
}

function NeedsLogin({ connection, name, zone, now }: Props) {
  const { state, sealing } = connection;
  if (!sealing)
    return (
      <Notice tone="danger" title="The lock for your login is not signed as it should be">
        Do not enter the login anywhere. Unlink this connection and connect again; if this comes back, tell the operator.
      </Notice>
    );
  return (
    <>
      {connection.neverWorked ? <RefusedAtOnce connection={connection} name={name} /> : null}
      {state === "refused" && !connection.neverWorked ? <Refused connection={connection} name={name} zone={zone} now={now} /> : null}
      <p className="max-w-prose text-soft">
        Your browser seals the login before it leaves this form. This website stores it but cannot open it; the worker opens it to log in to{" "}
        {name} for you, and each opening is listed below.
      </p>
      <SealForm
        platform={name}
        offer={sealing}
        tried={connection.loginKind}
        submit={state === "refused" && !connection.neverWorked ? "Seal and replace" : "Seal and try it"}
      />
    </>
  );
}

const mistyped = {
  password: "Check the user name and the password, by logging in there yourself if need be, and enter them again below.",
  seat: "Check the user ID and the seat token, and that the seat may act for you, and enter them again below.",
} as const;

/** A login that was refused when it was first tried: nothing had worked before it, so nothing has broken. */
function RefusedAtOnce({ connection: { loginKind }, name }: Pick<Props, "connection" | "name">) {
  return (
    <Notice tone="danger" title={`${name} refused this login`}>
      <p>{loginKind ? mistyped[loginKind] : "Check it, and enter it again below."}</p>
      <p>It is not tried again by itself, so that {name} does not lock you out.</p>
    </Notice>
  );
}

function Refused({ connection: { retryAt }, name, zone, now }: Props) {
  return (
    <Notice tone="danger" title={`${name} no longer takes your login, so nothing is watched or accepted there`}>
      <p>Try it at {name} yourself: its password may have been changed, or the seat taken back. Then replace it below.</p>
      <p>
        {retryAt ? (
          <>
            It is tried again by itself <Soon at={retryAt} zone={zone} now={now} />, and a few times more after that, far apart so that{" "}
            {name} does not lock you out. If it works then, all goes on as before.
          </>
        ) : (
          `It was refused several times over some days. It is not tried any more until you replace it, so that ${name} does not lock you out.`
        )}
      </p>
    </Notice>
  );
}
