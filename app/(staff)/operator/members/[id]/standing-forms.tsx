import { Card } from "@/app/_ui/card";
import { Checkbox } from "@/app/_ui/checkbox";
import { Disclosure } from "@/app/_ui/disclosure";
import { Form } from "@/app/_ui/form";
import { Notice } from "@/app/_ui/notice";
import { Select } from "@/app/_ui/select";
import { may, type Role } from "@/lib/accounts/permissions";
import type { Member } from "@/lib/accounts/read-member";
import { standingReasons } from "@/lib/membership/reasons";
import { RoleForm } from "../../staff/role-form";
import { askReset, reinstate, suspend, terminate } from "./actions";

const reasonNames: Record<(typeof standingReasons)[number], string> = {
  asked_by_member: "The member asked for it",
  security_concern: "A concern about security",
  terms_broken: "The terms were not kept",
  unpaid: "The plan is not paid",
};
const reasonOptions = [{ value: "", label: "Choose why" }, ...standingReasons.map((value) => ({ value, label: reasonNames[value] }))];

/** What a suspension does not do, said where it is decided. */
function Money({ standing: { plan } }: Pick<Member, "standing">) {
  return (
    <Notice tone="warning" title="The suspension stops no money">
      <p>
        {plan === null ? "There has never been a plan. One that began would go on" : `The plan (${plan}) goes on and renews each month`}{" "}
        until somebody cancels it at Stripe; the member cannot while suspended. Work orders that were confirmed before stay charged, and
        come with the next invoice. Whatever is to be paid back is refunded at Stripe. The member is told all this by mail.
      </p>
    </Notice>
  );
}

function Reason() {
  return <Select name="reason" label="Why" options={reasonOptions} hint="The member is told by mail." required />;
}

/** What may be done to an account's standing, of what the role and the account's state allow. */
export function StandingForms({ member, role }: { member: Member; role: Role }) {
  const { id, state, standing } = member;
  const of = <input type="hidden" name="member" value={id} />;
  return (
    <>
      {state === "active" && may(role, "members.suspend") ? (
        <Disclosure summary="Suspend">
          <p className="text-soft">
            Every session ends at once, nobody can log in, and nothing is accepted. Nothing is deleted, and it can be undone.
          </p>
          <Money standing={standing} />
          <Form action={suspend} submit="Suspend" pending="Suspending" tone="danger">
            {of}
            <Reason />
          </Form>
        </Disclosure>
      ) : null}
      {state === "suspended" && may(role, "members.suspend") ? (
        <Card title="Suspended">
          <p className="text-soft">
            They cannot log in, and nothing is accepted for them. Who tries is told that they are suspended, and why.
          </p>
          <Money standing={standing} />
          <Form action={reinstate} submit="End the suspension" pending="One moment">
            {of}
          </Form>
        </Card>
      ) : null}
      {(state === "active" || state === "suspended") && may(role, "members.terminate") ? (
        <Disclosure summary="End the membership for good">
          <p className="text-soft">
            Sessions end, every connection is unlinked, and the keys of its sealed logins are destroyed. This cannot be undone. A plan is
            not cancelled by it: cancel it at Stripe. It asks for your second factor if you have not just shown it.
          </p>
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
