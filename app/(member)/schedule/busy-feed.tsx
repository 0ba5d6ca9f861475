import { Card } from "@/app/_ui/card";
import { Checkbox } from "@/app/_ui/checkbox";
import { DateTime } from "@/app/_ui/date-time";
import { Disclosure } from "@/app/_ui/disclosure";
import { EmptyState } from "@/app/_ui/empty-state";
import { Form } from "@/app/_ui/form";
import { makeAddress, revokeAddress } from "./calendar-actions";

/** The address at which other calendars read when the member works. The form stays the same one, so that its answer, the address, stays too. */
export function BusyFeed({ madeAt, zone }: { madeAt: Date | null; zone: string }) {
  return (
    <Card>
      {madeAt ? (
        <p className="max-w-prose">
          An address was made on <DateTime at={madeAt} zone={zone} />. It cannot be shown again. If you have lost it, or somebody has it who
          should not, put a new one in its place.
        </p>
      ) : (
        <EmptyState title="Nobody can read your work times">
          Make an address and add it to your own calendar, so that it shows &ldquo;Busy&rdquo; while you have work that was accepted here.
          It never tells which order, platform or place. Whoever has the address can read it, so treat it like a password.
        </EmptyState>
      )}
      <Form action={makeAddress} submit={madeAt ? "Make a new address" : "Make an address"} pending="Making" tone="secondary">
        {madeAt ? (
          <Checkbox
            name="replace"
            value="yes"
            label="Stop the old address"
            hint="It stops at once: every calendar that reads it shows nothing more of your work until you give it the new one."
            required
          />
        ) : null}
      </Form>
      {madeAt ? (
        <Disclosure summary="Revoke the address">
          <Form action={revokeAddress} submit="Revoke the address" pending="Revoking" tone="danger">
            <p className="max-w-prose">It stops at once, and there is none until you make one.</p>
          </Form>
        </Disclosure>
      ) : null}
    </Card>
  );
}
