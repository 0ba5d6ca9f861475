import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { Form } from "@/app/_ui/form";
import { SubmitButton } from "@/app/_ui/submit-button";
import { makeAddress, revokeAddress } from "./calendar-actions";

/** The address at which other calendars read when the member works. */
export function BusyFeed({ madeAt, zone }: { madeAt: Date | null; zone: string }) {
  return (
    <Card>
      {madeAt ? (
        <p className="max-w-prose">
          An address was made on <DateTime at={madeAt} zone={zone} />. It cannot be shown again. If you have lost it, or somebody has it who
          should not, make a new one: the old one stops at once.
        </p>
      ) : (
        <EmptyState title="Nobody can read your work times">
          Make an address and add it to your own calendar, so that it shows &ldquo;Busy&rdquo; while you have work that was accepted here.
          It never tells which order, platform or place. Whoever has the address can read it, so treat it like a password.
        </EmptyState>
      )}
      <Form action={makeAddress} submit={madeAt ? "Make a new address" : "Make an address"} pending="Making" tone="secondary" />
      {madeAt ? (
        <Form action={revokeAddress} submit={null}>
          <div>
            <SubmitButton tone="secondary" size="small" pending="Revoking">
              Revoke the address
            </SubmitButton>
          </div>
        </Form>
      ) : null}
    </Card>
  );
}
