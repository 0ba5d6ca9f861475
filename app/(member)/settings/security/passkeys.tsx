import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { PasskeyForm } from "@/app/_ui/passkey-form";
import { Section } from "@/app/_ui/section";
import { Table } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { readPasskeys } from "@/lib/factors/read-passkeys";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { isFresh, requireMember } from "@/lib/web/session";
import { enrolPasskeyHere } from "./passkey-actions";

/** The member's passkeys, and a way to add one. */
export async function Passkeys() {
  const member = await requireMember();
  const passkeys = await readPasskeys(member.accountId);
  const zone = await readTimeZone(member.accountId);
  return (
    <Section
      id="passkeys"
      title="Passkeys"
      lead="You log in with your fingerprint, face or PIN: no password, no code, and nothing that could be typed into a false page."
    >
      {passkeys.length === 0 ? (
        <EmptyState title="No passkeys yet">
          Your phone, your computer or a security key can hold one. The most secure way to log in, and the quickest.
        </EmptyState>
      ) : (
        <Table
          caption="Your passkeys"
          rows={passkeys}
          rowKey={({ id }) => id}
          columns={[
            { head: "Name", cell: ({ name }) => <bdi>{name}</bdi>, rowHead: true },
            { head: "Kept", cell: ({ synced }) => (synced ? "Synced to your devices" : "On one device") },
            { head: "Added", cell: ({ addedAt }) => <DateTime at={addedAt} zone={zone} show="date" /> },
            { head: "Last used", cell: ({ lastUsedAt }) => (lastUsedAt ? <DateTime at={lastUsedAt} zone={zone} /> : "Not yet") },
            { head: "Change", align: "end", cell: ({ id }) => <TextLink href={`/settings/security/${id}`}>Rename or remove</TextLink> },
          ]}
        />
      )}
      {isFresh(member) ? (
        <PasskeyForm action={enrolPasskeyHere} />
      ) : (
        <div className="grid justify-items-start gap-3">
          <p className="text-soft">To add one, first confirm that it is you. That counts for five minutes.</p>
          <LinkButton href="/login/verify?next=%2Fsettings%2Fsecurity">Confirm it is you</LinkButton>
        </div>
      )}
    </Section>
  );
}
