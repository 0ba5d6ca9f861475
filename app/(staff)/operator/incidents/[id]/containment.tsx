import { DateTime } from "@/app/_ui/date-time";
import { Disclosure } from "@/app/_ui/disclosure";
import { EmptyState } from "@/app/_ui/empty-state";
import { Field } from "@/app/_ui/field";
import { Notice } from "@/app/_ui/notice";
import { Section } from "@/app/_ui/section";
import { Select } from "@/app/_ui/select";
import { TextLink } from "@/app/_ui/text-link";
import { blockHours } from "@/lib/oversight/blocks/reasons";
import { platformIds, platformName } from "@/lib/platforms/ids";
import { block, endSessions, lift, rotate, stopCalls } from "./contain-actions";
import { IncidentForm } from "./incident-form";
import type { Part } from "./parts";

const choose = { value: "", label: "Choose" };
const hourName = (hours: number) => (hours < 24 ? `${hours} hour` : hours === 24 ? "1 day" : `${hours / 24} days`);

function stopName({ kind, platform }: { kind: string; platform: string | null }): string {
  if (kind === "vault") return "Openings of sealed logins are frozen";
  return kind === "everything" ? "Every call and every opening is stopped" : `Calls to ${platformName(platform ?? "")} are stopped`;
}

function Standing({ incident: { id, stops, drill, rotationFrozen }, zone, acts }: Part) {
  if (stops.length === 0)
    return (
      <EmptyState title="Nothing is stopped">
        {drill
          ? "In a drill nothing is. The timeline says what would have been."
          : "What is stopped stands here, with a way to lift it, until it is lifted."}
      </EmptyState>
    );
  return stops.map((stop) => (
    <Notice key={stop.id} tone="danger" title={stopName(stop)}>
      <p>
        Since <DateTime at={stop.since} zone={zone} />. {stop.incidentId === id ? "For this incident." : "For another incident."}
      </p>
      {rotationFrozen && stop.kind !== "platform" ? (
        <p>Connections' keys are asked to be replaced. That waits for this stop, and goes on within two minutes of the end of it.</p>
      ) : null}
      {acts && !drill ? (
        <Disclosure summary="Lift it">
          <IncidentForm incident={id} action={lift} submit="Lift the stop" why="Why it can go on">
            <input type="hidden" name="stop" value={stop.id} />
          </IncidentForm>
        </Disclosure>
      ) : null}
    </Notice>
  ));
}

function SessionForm({ incident: { id, findings } }: Part) {
  const answered = findings.filter(({ members }) => members);
  return (
    <Disclosure summary="End sessions">
      <p className="text-soft">
        They are logged out at once and can log in again. Yours, in which you do this, stays. It cannot be undone.
      </p>
      <IncidentForm incident={id} action={endSessions} submit="End the sessions" tone="danger" why="Why">
        <Select
          name="of"
          label="Whose"
          options={[
            choose,
            { value: "account", label: "One account's" },
            { value: "affected", label: "Those of affected members" },
            { value: "staff", label: "All of staff's" },
            { value: "everyone", label: "Everyone's" },
          ]}
          required
        />
        <Field name="email" label="E-mail address" type="email" hint="For one account." maxLength={254} />
        <Select
          name="finding"
          label="Which affected members"
          hint="For affected members: those that an answered question below has found."
          options={[
            choose,
            ...answered.map(({ id: finding, members }, index) => ({
              value: finding,
              label: `Question ${answered.length - index}: ${members === 1 ? "1 member" : `${members} members`}`,
            })),
          ]}
        />
      </IncidentForm>
    </Disclosure>
  );
}

/** What can be done at once, and what of it stands. */
export function Containment(part: Part) {
  const { incident, acts } = part;
  const { id, drill } = incident;
  const platforms = platformIds.map((value) => ({ value, label: `Calls to ${platformName(value)}` }));
  return (
    <Section
      title="Contain"
      lead={
        drill
          ? "A drill: each is written down and nothing is done."
          : "Each acts at once and is written down with its reason. Members see on their pages what is stopped."
      }
    >
      <Standing {...part} />
      {acts ? (
        <>
          <Disclosure summary="Stop calls, or freeze the vault">
            <p className="text-soft">
              Acts before the worker's next call or opening, and holds until it is lifted. A frozen vault opens no login; logins that the
              worker holds already go on until they run out, so stop the platform too where it must act now.
            </p>
            <IncidentForm incident={id} action={stopCalls} submit="Stop it" tone="danger" why="Why">
              <Select
                name="what"
                label="What"
                options={[
                  choose,
                  { value: "vault", label: "Openings of sealed logins (freeze the vault)" },
                  ...platforms,
                  { value: "everything", label: "Everything: all calls and all openings" },
                ]}
                required
              />
            </IncidentForm>
          </Disclosure>
          <SessionForm {...part} />
          <Disclosure summary="Replace keys">
            <p className="text-soft">
              The worker does it while everything goes on; <TextLink href="/operator/keys">Keys</TextLink> says how far it is. While the
              vault is frozen, connections' keys wait: each has to be opened once to be sealed anew. The root key does not wait. It cannot
              be undone, and need not be.
            </p>
            <IncidentForm incident={id} action={rotate} submit="Replace them" why="Why">
              <Select
                name="kind"
                label="Which"
                options={[
                  choose,
                  { value: "rotate-root", label: "The root key" },
                  { value: "rotate-connections", label: "Every connection's key" },
                ]}
                required
              />
            </IncidentForm>
          </Disclosure>
          <Disclosure summary="Shut a network or an account out">
            <IncidentForm incident={id} action={block} submit="Shut out" tone="danger" why="Why">
              <Field
                name="target"
                label="E-mail address, address or network"
                hint="Such as 203.0.113.7 or 2001:db8::/48"
                maxLength={254}
                required
              />
              <Select
                name="hours"
                label="For how long"
                options={[choose, ...blockHours.map((hours) => ({ value: String(hours), label: hourName(hours) }))]}
                required
              />
            </IncidentForm>
            <p className="text-soft">
              What is shut out, and lifting it: <TextLink href="/operator/blocks">Blocks</TextLink>.
            </p>
          </Disclosure>
        </>
      ) : null}
    </Section>
  );
}
