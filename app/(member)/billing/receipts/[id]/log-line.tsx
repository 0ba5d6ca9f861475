import { DateTime } from "@/app/_ui/date-time";
import type { Receipt } from "@/lib/billing/read-receipt";

/** Where the acceptance stands in the access log's chain: its number, and the hash over it and everything before. */
export function LogLine({ line, zone }: { line: Receipt["logLine"]; zone: string }) {
  if (!line) return "Not kept any more";
  if (!line.link)
    return (
      <>
        Written <DateTime at={line.at} zone={zone} />, and chained within seconds
      </>
    );
  const { sequence, hash } = line.link;
  return (
    <details>
      <summary className="inline-flex min-h-11 items-center justify-end gap-2">
        <span className="whitespace-nowrap">No. {sequence},</span>{" "}
        <span className="text-link font-mono text-sm print:hidden">
          {hash.slice(0, 8)}…{hash.slice(-8)}
        </span>
        <span className="hidden font-mono text-sm break-all print:inline">{hash}</span>
      </summary>
      <code className="font-mono text-sm break-all select-all">{hash}</code>
      <span className="block text-sm font-normal text-soft">
        SHA-256 over this line and every one before it: neither could be altered later without a trace.
      </span>
    </details>
  );
}
