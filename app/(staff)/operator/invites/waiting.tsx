import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { TextLink } from "@/app/_ui/text-link";
import type { InviteAsk } from "@/lib/accounts/list-asks";
import { RowForm } from "../row-form";
import { makeInvite } from "./actions";
import { asksShape } from "./asks/shape";

/** How many are shown beside the invites; the list has them all. */
export const mostWaiting = 5;

/** Those who have waited longest for a new link. Nothing where nobody waits. */
export function Waiting({ asks, zone, mayWrite }: { asks: InviteAsk[]; zone: string; mayWrite: boolean }) {
  if (asks.length === 0) return null;
  return (
    <Card title="Waiting for a new link">
      <ul className="divide-y divide-line">
        {asks.map(({ email, createdAt }) => (
          <li key={email} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-2.5">
            <span className="min-w-0">
              <span className="font-medium wrap-anywhere">{email}</span>{" "}
              <span className="text-soft">
                asked on <DateTime at={createdAt} zone={zone} />
              </span>
            </span>
            {mayWrite ? (
              <RowForm action={makeInvite} name="email" id={email} about={email}>
                Invite
              </RowForm>
            ) : null}
          </li>
        ))}
      </ul>
      <p>
        <TextLink href={asksShape.path} alone>
          All who wait for a new link
        </TextLink>
      </p>
    </Card>
  );
}
