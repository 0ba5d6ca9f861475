import { type EvidenceStatement, statementShape } from "@/lib/policy/statement";

/** What a signed statement says, without asking who signed it; null when it is none. */
export function readPayload(jws: string): EvidenceStatement | null {
  const [, payload = ""] = jws.split(".");
  try {
    return statementShape.safeParse(JSON.parse(Buffer.from(payload, "base64url").toString())).data ?? null;
  } catch {
    return null;
  }
}
