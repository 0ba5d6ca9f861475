import type { Metadata } from "next";
import { policyInForce } from "@/lib/terms/policy";
import { PolicyText } from "./policy-text";

export const metadata: Metadata = {
  title: "Data security policy",
  description:
    "What Holdfast commits to, clause by clause: encryption, access, passwords, retention, incidents, and what it asks of members.",
};

/** The version in force. */
export default function PolicyPage() {
  return <PolicyText policy={policyInForce()} />;
}
