import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { DefinitionList } from "@/app/_ui/definition-list";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { Stack } from "@/app/_ui/stack";
import { SubmitButton } from "@/app/_ui/submit-button";
import { readContact } from "@/lib/accounts/keep-contact";
import { readSettings } from "@/lib/accounts/read-settings";
import { keptIdleDays, ordinaryIdleMinutes } from "@/lib/accounts/session-limits";
import { readFactors } from "@/lib/factors/read-factors";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireMember } from "@/lib/web/session";
import { logOut } from "../log-out";
import { OverviewList, type OverviewRow } from "./overview-list";

export const metadata = { title: "Settings" };

export default async function SettingsPage() {
  const member = await requireMember();
  const zone = await readTimeZone(member.accountId);
  const { passwordSetAt, pendingEmail } = await readSettings(member.accountId);
  const { factors } = await readFactors(member.accountId);
  const contact = await readContact(member.accountId);
  const reached = [contact.name, contact.phone].filter((said) => said !== null).join(", ");
  const login: OverviewRow[] = [
    {
      href: "/settings/email",
      title: "E-mail address",
      state: pendingEmail ? `${member.email}; ${pendingEmail} waits for your confirmation` : member.email,
    },
    {
      href: "/settings/password",
      title: "Password",
      state: passwordSetAt ? (
        <>
          Set on <DateTime at={passwordSetAt} zone={zone} show="date" />
        </>
      ) : (
        "Not set"
      ),
    },
    {
      href: "/settings/security",
      title: "Second factors",
      state: factors.length === 0 ? "None: your password alone logs in" : `${factors.length} added`,
    },
    { href: "/settings/sessions", title: "Logged-in devices", state: "See where you are logged in, and log out elsewhere" },
  ];
  const you: OverviewRow[] = [
    {
      href: "/settings/contact",
      title: "Contact details",
      state: contact.due ? `${reached || "None"}; say whether this is still right` : reached || "None but your e-mail address",
    },
    { href: "/settings/notices", title: "Notices", state: "Which mail you get, quiet hours, and a daily digest" },
    { href: "/settings/data", title: "Your data", state: "Take a copy of it, or delete your account" },
    { href: "/agreement", title: "Your agreement", state: "Which version of the policy you agreed to, and at which price" },
    { href: "/settings/support", title: "Support", state: "Let support look, for a time; see who looked" },
  ];
  return (
    <Stack>
      <PageHeader title="Settings" lead="Your account and this login." />
      <Section title="Logging in" lead="What it takes to get into your account.">
        <Card>
          <OverviewList rows={login} />
        </Card>
      </Section>
      <Section title="You" lead="How we reach you, and what we hold.">
        <Card>
          <OverviewList rows={you} />
        </Card>
      </Section>
      <Section
        title="This login"
        lead={`It ends by itself after ${member.remembered ? `${keptIdleDays} days` : `${ordinaryIdleMinutes} minutes`} without activity. On a shared device, log out when you are done.`}
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
