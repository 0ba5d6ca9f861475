import { redirect } from "next/navigation";
import { Card } from "@/app/_ui/card";
import { Form } from "@/app/_ui/form";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { TextLink } from "@/app/_ui/text-link";
import { readFactors } from "@/lib/factors/read-factors";
import { requireFreshProof } from "@/lib/web/session";
import { renewCodes } from "./actions";

export const metadata = { title: "Recovery codes" };

export default async function RecoveryCodesPage() {
  const member = await requireFreshProof();
  const { factors } = await readFactors(member.accountId);
  if (factors.length === 0) redirect("/settings/security");
  return (
    <Stack>
      <PageHeader title="Recovery codes" lead="Ten codes, each for one login without your second factor." />
      <div className="max-w-2xl">
        <Card>
          <Form action={renewCodes} submit="Make new codes" pending="Making" beside={<TextLink href="/settings/security">Cancel</TextLink>}>
            <p>The codes that you have now stop working as soon as new ones are made. The new ones are shown once.</p>
          </Form>
        </Card>
      </div>
    </Stack>
  );
}
