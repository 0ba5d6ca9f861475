import { Notice } from "@/app/_ui/notice";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { readFactors } from "@/lib/factors/read-factors";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireMember } from "@/lib/web/session";
import { Authenticators } from "./authenticators";
import { Passkeys } from "./passkeys";
import { RecoveryCodesLeft } from "./recovery-codes-left";

export const metadata = { title: "Second factors" };

type Props = { searchParams: Promise<{ needed?: string | string[] }> };

export default async function SecurityPage({ searchParams }: Props) {
  const member = await requireMember();
  const { needed } = await searchParams;
  const { factors, codesLeft } = await readFactors(member.accountId);
  const zone = await readTimeZone(member.accountId);
  return (
    <Stack>
      <PageHeader
        title="Second factors"
        lead="With a second factor, your password alone opens nothing: whoever learns it still needs what only you have."
      />
      {needed === "staff" && factors.length === 0 ? (
        <Notice tone="warning" title="Your role needs a second factor">
          The operator pages open once you have added one here. A passkey is the better choice: it cannot be given to a false page.
        </Notice>
      ) : null}
      <Passkeys />
      <Authenticators apps={factors.filter(({ kind }) => kind === "totp")} zone={zone} />
      {factors.length > 0 ? <RecoveryCodesLeft left={codesLeft} /> : null}
    </Stack>
  );
}
