import { Form } from "@/app/_ui/form";
import { Notice } from "@/app/_ui/notice";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { Stack } from "@/app/_ui/stack";
import { SubmitButton } from "@/app/_ui/submit-button";
import { TextLink } from "@/app/_ui/text-link";
import { listSessions } from "@/lib/accounts/list-sessions";
import { now } from "@/lib/base/clock";
import { manyNetworks } from "@/lib/oversight/anomalies/own-networks";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireMember } from "@/lib/web/session";
import { changeSessions } from "./actions";
import { SessionTable } from "./session-table";

export const metadata = { title: "Logged-in devices" };

export default async function SessionsPage() {
  const member = await requireMember();
  const [sessions, zone] = await Promise.all([listSessions(member), readTimeZone(member.accountId)]);
  const networks = manyNetworks(sessions, now());
  return (
    <Stack>
      <PageHeader
        title="Logged-in devices"
        lead="Every browser in which you are logged in. One that you no longer use, or that others use too, is better logged out."
      />
      {networks === null ? null : (
        <Notice tone="warning" title={`Your account is in use from ${networks} networks at once`}>
          <p>
            If all of them are yours, you need do nothing. If you have given your password to somebody, log them out and{" "}
            <TextLink href="/settings/password">set a new one</TextLink>: the policy asks you not to share it. The operator sees this too.
          </p>
        </Notice>
      )}
      <Form action={changeSessions} submit={null}>
        <SessionTable sessions={sessions} zone={zone} now={now()} />
        {sessions.length > 1 ? (
          <div>
            <SubmitButton name="others" value="all" pending="Logging out">
              Log out everywhere else
            </SubmitButton>
          </div>
        ) : null}
      </Form>
      <Section title="What you see here">
        <p className="max-w-prose">
          The device is what the browser calls itself, and the network is the internet address it came from: a phone away from home, or a
          provider that hands out new addresses, shows one that you may not know. The times are true to the minute.
        </p>
        <p className="max-w-prose">
          If a login was not yours, press &ldquo;Not mine&rdquo; beside it: it ends at once and the operator is told. Then{" "}
          <TextLink href="/settings/password">change your password</TextLink>.
        </p>
      </Section>
    </Stack>
  );
}
