import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { DefinitionList } from "@/app/_ui/definition-list";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { Stack } from "@/app/_ui/stack";
import { SubmitButton } from "@/app/_ui/submit-button";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireMember } from "@/lib/web/session";
import { logOut } from "../log-out";

export const metadata = { title: "Settings" };

export default async function SettingsPage() {
  const member = await requireMember();
  const zone = await readTimeZone(member.accountId);
  return (
    <Stack>
      <PageHeader title="Settings" lead="Your account and this login." />
      <Section title="Account" lead="Mail about your account goes to this address.">
        <Card>
          <DefinitionList items={[{ term: "E-mail address", detail: member.email }]} />
        </Card>
      </Section>
      <Section
        title="This login"
        lead="It ends by itself after 30 minutes without activity. On a shared device, log out when you are done."
      >
        <Card>
          <div className="grid gap-5">
            <DefinitionList
              items={[
                { term: "Logged in since", detail: <DateTime at={member.createdAt} zone={zone} /> },
                { term: "Ends without activity", detail: <DateTime at={member.idleUntil} zone={zone} /> },
                { term: "Ends in any case", detail: <DateTime at={member.expiresAt} zone={zone} /> },
              ]}
            />
            <form action={logOut}>
              <SubmitButton tone="secondary" pending="Logging out">
                Log out
              </SubmitButton>
            </form>
          </div>
        </Card>
      </Section>
    </Stack>
  );
}
