import { createHash, randomBytes } from "node:crypto";
import { transaction } from "@/db/client";
import { insertPublicReport, lookUpPublicReport, type OwnReport } from "@/db/queries/public-reports";
import { retentionRules } from "@/db/retention";
import type { Client } from "@/lib/accounts/client";
import { normaliseEmail } from "@/lib/accounts/normalise-email";
import { countAgainst } from "@/lib/accounts/throttle";
import { bucketsFor } from "@/lib/accounts/throttle-buckets";
import { hourMs, later, now } from "@/lib/base/clock";
import { newId } from "@/lib/base/ids";

export const reportKinds = ["access", "vulnerability"] as const;
export type ReportKind = (typeof reportKinds)[number];
/** Within how many hours somebody has to have looked at a report: suspected access is the more urgent. */
export const reportHours: Record<ReportKind, number> = { access: 24, vulnerability: 72 };
/** A report is deleted, text and all, this many days after it was closed. */
export const publicReportDays = retentionRules.find(({ id }) => id === "public-reports")?.days ?? 0;

const hashOf = (secret: string) => createHash("sha256").update(secret).digest("base64url");
/** What a report is called when people speak of it. */
export const referenceOf = (id: string): string => `R-${id.replaceAll("-", "").slice(-8).toUpperCase()}`;

export type Report = { kind: ReportKind; text: string; contact: string | null };

/**
 * Takes a report from anybody, with an account or without (clause 10c). Its clock begins. The token is shown once and opens how the report stands; of
 * it a hash alone is kept, and nothing of who sent it but the address that they gave.
 * @throws AppError too_many with `retryAfterSeconds`
 */
export async function report({ kind, text, contact }: Report, client: Client): Promise<{ reference: string; token: string; dueAt: Date }> {
  const id = newId();
  const secret = randomBytes(24).toString("base64url");
  const dueAt = later(now(), reportHours[kind] * hourMs);
  await transaction({ kind: "visitor" }, (tx) => countAgainst(tx, bucketsFor("report", { client })));
  await transaction({ kind: "visitor" }, (tx) =>
    insertPublicReport(tx, {
      id,
      kind,
      text,
      contact: contact === null ? null : normaliseEmail(contact),
      secretHash: hashOf(secret),
      dueAt,
    }),
  );
  return { reference: referenceOf(id), token: `${id}.${secret}`, dueAt };
}

const tokenShape = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{32})$/;

/** How a report stands, for whoever holds its link; null for a link that is none. Changes nothing. */
export async function readOwnReport(token: string): Promise<(OwnReport & { reference: string }) | null> {
  const [, id, secret] = tokenShape.exec(token) ?? [];
  if (!id || !secret) return null;
  const found = await transaction({ kind: "visitor" }, (tx) => lookUpPublicReport(tx, id, hashOf(secret)));
  return found && { ...found, reference: referenceOf(id) };
}
