import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Card } from "@/app/_ui/card";
import { PageHeader } from "@/app/_ui/page-header";
import { PolicyChanges } from "@/app/_ui/policy-changes";
import { Stack } from "@/app/_ui/stack";
import { TextLink } from "@/app/_ui/text-link";
import { compareVersions } from "@/lib/terms/compare-versions";
import { findPolicy } from "@/lib/terms/policy";

type Props = { params: Promise<{ from: string; to: string }> };

export const metadata: Metadata = { title: "What changed in the policy" };

/** What changed from one version to another, in either direction, word by word. */
export default async function PolicyChangesPage({ params }: Props) {
  const { from, to } = await params;
  const [earlier, later] = [findPolicy(from), findPolicy(to)];
  if (!earlier || !later) notFound();
  return (
    <Stack>
      <PageHeader
        title="What changed in the policy"
        lead={
          <p>
            From version <TextLink href={`/policy/${earlier.version}`}>{earlier.version}</TextLink> to{" "}
            <TextLink href={`/policy/${later.version}`}>{later.version}</TextLink>. Words that went are struck out, words that came are
            underlined. Clauses that are not here stayed as they were.
          </p>
        }
      />
      <Card>
        <PolicyChanges changes={compareVersions(earlier, later)} />
      </Card>
    </Stack>
  );
}
