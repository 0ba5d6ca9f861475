import { randomBytes } from "node:crypto";
import { canaryMark } from "@/lib/base/canary-mark";

/** What a client of the platform must never keep. Each order carries a marker of its own in every one of these. */
export const forbiddenFields = [
  "title",
  "description",
  "confidential",
  "location_name",
  "location_street",
  "contact_name",
  "contact_phone",
  "contact_email",
  "company",
  "client",
  "project",
  "manager",
  "custom_field",
  "incident_id",
  "attachment",
  "message",
  "schedule_note",
  "instructions",
  "support_contact",
  "history",
] as const;

export type ForbiddenField = (typeof forbiddenFields)[number];
export type Markers = Readonly<Record<ForbiddenField, string>>;

/** Strings found nowhere else, so that one search for their beginning shows whether a client kept any of an order's details. */
export function issueMarkers(seed: string, orderId: number): Markers {
  const marker = (field: ForbiddenField) => `${canaryMark}${seed}-${orderId}-${field}-${randomBytes(6).toString("hex")}`;
  return Object.fromEntries(forbiddenFields.map((field) => [field, marker(field)])) as Record<ForbiddenField, string>;
}
