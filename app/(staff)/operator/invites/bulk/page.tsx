import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { TextLink } from "@/app/_ui/text-link";
import { may } from "@/lib/accounts/permissions";
import { requireStaff, titleFor } from "@/lib/web/session";
import { BulkForm } from "./bulk-form";

export const generateMetadata = () => titleFor("invites.read", "Invite many");

export default async function BulkPage() {
  const { role } = await requireStaff("invites.read");
  return (
    <Stack>
      <PageHeader
        title="Invite many"
        lead="A file of addresses. You see what each row comes to before anything is sent; a file that can be read in two ways is refused whole."
      />
      {may(role, "invites.write") ? (
        <BulkForm />
      ) : (
        <EmptyState
          title="Your role sees invites and makes none"
          action={<LinkButton href="/operator/invites">Look at invites</LinkButton>}
        >
          Support or an owner invites people.
        </EmptyState>
      )}
      <p>
        <TextLink href="/operator/invites" alone>
          All invites
        </TextLink>
      </p>
    </Stack>
  );
}
