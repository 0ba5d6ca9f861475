import { Card } from "@/app/_ui/card";
import { Checkbox } from "@/app/_ui/checkbox";
import { DateTime } from "@/app/_ui/date-time";
import { Disclosure } from "@/app/_ui/disclosure";
import { Form } from "@/app/_ui/form";
import { Money } from "@/app/_ui/money";
import { Notice } from "@/app/_ui/notice";
import { Select } from "@/app/_ui/select";
import { may, type Role } from "@/lib/accounts/permissions";
import type { Member } from "@/lib/accounts/read-member";
import type { MemberMoney } from "@/lib/membership/read-money";
import { standingReasons } from "@/lib/membership/reasons";
import { prices } from "@/lib/terms/prices";
import { whoMay } from "@/lib/web/staff-refusals";
import { isRunning, planName } from "../../plan-names";
import { RoleForm } from "../../staff/role-form";
import { askReset, reinstate, suspend, terminate } from "./actions";

const reasonNames: Record<(typeof standingReasons)[number], string> = {
  asked_by_member: "The member asked for it",
  security_concern: "A concern about security",
  terms_broken: "The terms were not kept",
  unpaid: "The plan is not paid",
};
const reasonOptions = [{ value: "", label: "Choose why" }, ...standingReasons.map((value) => ({ value, label: reasonNames[value] }))];

/** What goes on at Stripe during a suspension, and what does not, said where it is decided. */
function WhatIsBilled({ standing: { plan, planUntil }, zone }: Pick<Member, "standing"> & { zone: string }) {
  const runs = isRunning(plan);
  return (
    <Notice tone="warning" title={runs ? "Stripe goes on billing the plan" : "No plan is running, so none renews"}>
      {runs ? (
        <p>
          The plan ({planName(plan)}) is not paused. Unless it was set to end, Stripe bills <Money cents={prices.monthlyCents} /> again
          {planUntil ? (
            <>
              {" "}
              on <DateTime at={planUntil} zone={zone} />
            </>
          ) : null}
          , and each month, until somebody cancels it at Stripe or ends the membership. The member cannot while suspended.
        </p>
      ) : null}
      <p>
        Work orders that were confirmed before stay charged, <Money cents={prices.unitCents} /> each,{" "}
        {runs ? "and come with the next invoice" : "on a last invoice where no other has had them yet"}. One that the platform was asked for
        just before is read back, and charged too if it became theirs. Refunds of unused days are made under Money, by billing or an owner.
        The member is told by mail what goes on.
      </p>
    </Notice>
  );
}

/** What ending a membership does with amounts, said where it is decided. */
function WhatEndingBills({ standing, refundable }: { standing: Member["standing"]; refundable: MemberMoney["refundable"] }) {
  const { plan, unbilledUnits, unbilledCents } = standing;
  return (
    <Notice tone="warning" title={isRunning(plan) ? "The plan ends at once and renews no more" : "No plan is running"}>
      <p>
        {unbilledUnits === 0 ? (
          "No accepted work order waits for an invoice, so no last one is drawn."
        ) : (
          <>
            {unbilledUnits} {unbilledUnits === 1 ? "accepted work order waits" : "accepted work orders wait"} for an invoice:{" "}
            <Money cents={unbilledCents} /> are billed on a last one, and charged to the card.
          </>
        )}{" "}
        Invoices that are open stay open, and Stripe tries them no more.
      </p>
      <p>
        {refundable && refundable.mostCents > 0 ? (
          <>
            <Money cents={refundable.mostCents} /> of the paid month are unused. Nothing of it goes back by itself: give it back under
            Money, before or after.
          </>
        ) : (
          "Nothing of a paid month is unused."
        )}
      </p>
    </Notice>
  );
}

function Reason() {
  return <Select name="reason" label="Why" options={reasonOptions} hint="The member is told by mail." required />;
}

const changes = ["members.suspend", "members.terminate", "staff.write", "factors.reset"] as const;

/** What may be done to an account's standing, of what the role and the account's state allow. */
export function StandingForms({ member, money, role, zone }: { member: Member; money: MemberMoney | null; role: Role; zone: string }) {
  const { id, state, standing } = member;
  const of = <input type="hidden" name="member" value={id} />;
  if (state !== "active" && state !== "suspended")
    return <p className="text-soft">The membership has ended, and cannot be taken up again.</p>;
  if (!changes.some((permission) => may(role, permission)))
    return <p className="text-soft">Your role changes nothing here. {whoMay("members.suspend")} can suspend a member.</p>;
  return (
    <>
      {state === "active" && may(role, "members.suspend") ? (
        <Disclosure summary="Suspend">
          <p className="text-soft">
            Every session ends at once, nobody can log in, and nothing new is accepted. Nothing is deleted, and it can be undone. It asks
            for your second factor if you have not just shown it.
          </p>
          <WhatIsBilled standing={standing} zone={zone} />
          <Form action={suspend} submit="Suspend" pending="Suspending" tone="danger">
            {of}
            <Reason />
          </Form>
        </Disclosure>
      ) : null}
      {state === "suspended" && may(role, "members.suspend") ? (
        <Card title="Suspended">
          <p className="text-soft">
            They cannot log in, and nothing is accepted for them. Who tries is told that they are suspended, and why. Ending it asks for
            your second factor if you have not just shown it.
          </p>
          <WhatIsBilled standing={standing} zone={zone} />
          <Form action={reinstate} submit="End the suspension" pending="One moment">
            {of}
          </Form>
        </Card>
      ) : null}
      {may(role, "members.terminate") ? (
        <Disclosure summary="End the membership for good">
          <p className="text-soft">
            Sessions end, every connection is unlinked, and the keys of its sealed logins are destroyed. This cannot be undone. It asks for
            your second factor if you have not just shown it.
          </p>
          <WhatEndingBills standing={standing} refundable={money?.refundable ?? null} />
          <Form action={terminate} submit="End the membership" pending="Ending" tone="danger">
            {of}
            <Reason />
            <Checkbox name="sure" value="yes" label="I know that this cannot be undone" required />
          </Form>
        </Disclosure>
      ) : null}
      {state === "active" && may(role, "staff.write") ? (
        <Disclosure summary="Change the role">
          <p className="text-soft">Their sessions end at once, and a role opens nothing before they have a second factor.</p>
          <RoleForm member={id} role={member.role} />
        </Disclosure>
      ) : null}
      {state === "active" && standing.factors > 0 && may(role, "factors.reset") ? (
        <Disclosure summary="Reset lost second factors">
          <p className="text-soft">
            Only when the person has lost every factor and every recovery code, and you have made sure that it is them. Another member of
            staff must confirm it. Their next login then needs the password alone.
          </p>
          <Form action={askReset} submit="Ask for the reset" pending="Asking">
            {of}
          </Form>
        </Disclosure>
      ) : null}
    </>
  );
}
