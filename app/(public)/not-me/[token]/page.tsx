import type { Metadata } from "next";
import { DateTime } from "@/app/_ui/date-time";
import { DefinitionList } from "@/app/_ui/definition-list";
import { Form } from "@/app/_ui/form";
import { NarrowPage } from "@/app/_ui/narrow-page";
import { notMeDays } from "@/lib/accounts/warn-of-new-device";
import { readNotMe } from "@/lib/oversight/read-not-me";
import { DeadLink } from "../../dead-link";
import { reportLogin } from "./actions";

export const metadata: Metadata = { title: "A login that was not you", robots: { index: false } };

type Props = { params: Promise<{ token: string }> };

/** What the link in the mail about a new device opens, whoever is logged in or nobody. Reading it changes nothing. */
export default async function NotMePage({ params }: Props) {
  const { token } = await params;
  const found = await readNotMe(token);
  if (!found) {
    return (
      <DeadLink
        why={`It works once, and for ${notMeDays} days. If you have used it, every device was logged out then. If you doubt a login, a new password logs every device out too; if you cannot get one, tell the operator who invited you.`}
        next={{ href: "/forgot", label: "Set a new password" }}
      />
    );
  }
  const { login } = found;
  return (
    <NarrowPage
      title="Was this login not you?"
      lead="If you do not know it, lock whoever it was out. You get back in with a new password."
      below={<p>If it was you after all, you need not do anything. Nothing has changed so far.</p>}
    >
      {login ? (
        <DefinitionList
          items={[
            { term: "Device", detail: login.device },
            { term: "Network", detail: login.network },
            { term: "Time", detail: <DateTime at={login.at} zone={login.timeZone} /> },
          ]}
        />
      ) : null}
      <div className="grid gap-2">
        <p>The button below does all of this at once:</p>
        <ul className="grid list-disc gap-1 pl-5">
          <li>Every device is logged out, yours too.</li>
          <li>Automatic acceptance stops on all your connections, until you switch it on again.</li>
          <li>The operator is told, and looks into it.</li>
        </ul>
        <p>After that you set a new password.</p>
      </div>
      <Form action={reportLogin} submit="This was not me" pending="Logging out every device" tone="danger">
        <input type="hidden" name="token" value={token} />
      </Form>
    </NarrowPage>
  );
}
