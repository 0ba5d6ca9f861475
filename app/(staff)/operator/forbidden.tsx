import type { Metadata } from "next";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { permissionOf } from "@/app/_ui/staff-links";
import { currentSession, pathAsked } from "@/lib/web/session";
import { whoMay } from "@/lib/web/staff-refusals";

export const metadata: Metadata = { title: "Not for your role" };

/** For staff whose role lacks what the page needs: says whose it is, so that they know whom to ask. */
export default async function Forbidden() {
  const permission = permissionOf(await pathAsked());
  const role = (await currentSession())?.role;
  return (
    <Stack>
      <PageHeader title="Not for your role" />
      <EmptyState title={`Your role is ${role ?? "none"}`} action={<LinkButton href="/operator">Go to what waits today</LinkButton>}>
        {permission ? `${whoMay(permission)} can see this page. Ask one of them, or have an owner change your role.` : "Ask an owner."}
      </EmptyState>
    </Stack>
  );
}
