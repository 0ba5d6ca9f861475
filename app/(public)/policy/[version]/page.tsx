import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { findPolicy } from "@/lib/terms/policy";
import { PolicyText } from "../policy-text";

type Props = { params: Promise<{ version: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const policy = findPolicy((await params).version);
  return { title: policy ? `${policy.title}, version ${policy.version}` : "No such version" };
}

/** One version by its id: one that is announced, in force, or was. */
export default async function PolicyVersionPage({ params }: Props) {
  const policy = findPolicy((await params).version);
  if (!policy) notFound();
  return <PolicyText policy={policy} />;
}
