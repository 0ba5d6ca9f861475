import { Notice } from "@/app/_ui/notice";
import { TextLink } from "@/app/_ui/text-link";
import { readFactors } from "@/lib/factors/read-factors";

/** For a member without a second factor: one quiet line on why to add one. It goes once they have. */
export async function FactorNudge({ accountId }: { accountId: string }) {
  const { factors } = await readFactors(accountId);
  if (factors.length > 0) return null;
  return (
    <Notice>
      <p>
        Your password alone opens this account. <TextLink href="/settings/security">Add a passkey or an authenticator app</TextLink>, so
        that whoever learns it still cannot get in.
      </p>
    </Notice>
  );
}
