import { Card } from "@/app/_ui/card";
import { Disclosure } from "@/app/_ui/disclosure";
import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { Meter } from "@/app/_ui/meter";
import type { Places as PlacesNow } from "@/lib/accounts/cap-members";
import { setCap } from "./actions";

/** How many members there are and may be, and, for an owner, the form that bounds it. */
export function Places({ places, mayCap }: { places: PlacesNow; mayCap: boolean }) {
  const { most, members, openInvites } = places;
  return (
    <Card title="Places">
      {most === null ? (
        <p>There {members === 1 ? "is 1 active member" : `are ${members} active members`}, and no bound on how many there may be.</p>
      ) : (
        <Meter label="Active members" value={members} max={most} reading={`${members} of ${most} places`} />
      )}
      <p className="text-soft">
        {openInvites === 1 ? "1 invite is open." : `${openInvites} invites are open.`}{" "}
        {most !== null && openInvites > Math.max(0, most - members)
          ? "That is more than there are places: whoever comes too late reads that it is full, and keeps the invite."
          : "A place is taken when an invite is redeemed."}{" "}
        Staff are not counted.
      </p>
      {mayCap ? (
        <Disclosure summary="Change how many there may be">
          <p className="text-soft">
            Nobody is put out by a lower number: it holds for who joins from now on. It asks for your second factor if you have not just
            shown it.
          </p>
          <Form action={setCap} submit="Save" pending="Saving" tone="secondary">
            <div className="max-w-xs">
              <Field
                name="most"
                label="Active members at the most"
                hint="Empty for no bound."
                inputMode="numeric"
                pattern="[0-9]*"
                maxLength={7}
                defaultValue={most === null ? "" : String(most)}
                markOptional={false}
              />
            </div>
          </Form>
        </Disclosure>
      ) : null}
    </Card>
  );
}
