import { z } from "zod";
import { Card } from "@/app/_ui/card";
import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { LinkButton } from "@/app/_ui/link-button";
import { Notice } from "@/app/_ui/notice";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { Stack } from "@/app/_ui/stack";
import { type Factor, readFactor } from "@/lib/factors/read-factors";
import { missing, requireFreshProof } from "@/lib/web/session";
import { remove, rename } from "./actions";

export const metadata = { title: "A second factor" };

const kinds = { totp: "Authenticator app", passkey: "Passkey" } as const;

type Props = { params: Promise<{ factor: string }> };

export default async function FactorPage({ params }: Props) {
  const member = await requireFreshProof();
  const id = z.uuid().safeParse((await params).factor);
  const found = id.success ? await readFactor(member.accountId, id.data) : null;
  if (!found) return await missing();
  const { factor, isOnly } = found;
  return (
    <Stack>
      <PageHeader title={<bdi>{factor.name}</bdi>} lead={kinds[factor.kind]} />
      <Section title="Name" lead="Only you see it.">
        <Card>
          <Form action={rename} submit="Save the name" pending="Saving">
            <input type="hidden" name="factor" value={factor.id} />
            <Field name="name" label="Name" defaultValue={factor.name} maxLength={60} autoComplete="off" required />
          </Form>
        </Card>
      </Section>
      <Section title="Remove" lead="Every other device is logged out, and you are told by mail.">
        <Card>{isOnly && member.role !== null ? <NeededByRole /> : <RemoveForm factor={factor} isOnly={isOnly} />}</Card>
      </Section>
    </Stack>
  );
}

function NeededByRole() {
  return (
    <Notice
      title="Your role needs a second factor"
      actions={
        <LinkButton href="/settings/security" tone="secondary">
          Add another one
        </LinkButton>
      }
    >
      This is your only one. Add another before you remove it.
    </Notice>
  );
}

function RemoveForm({ factor, isOnly }: { factor: Factor; isOnly: boolean }) {
  return (
    <Form action={remove} submit="Remove it" pending="Removing" tone="danger">
      <input type="hidden" name="factor" value={factor.id} />
      {isOnly ? (
        <Notice tone="warning" title="This is your only second factor">
          Without it your password alone logs in, and your recovery codes stop working.
        </Notice>
      ) : (
        <p>It no longer counts from then on. Your other factors and your recovery codes stay.</p>
      )}
    </Form>
  );
}
