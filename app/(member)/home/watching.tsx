import { Card } from "@/app/_ui/card";
import { RelativeTime } from "@/app/_ui/relative-time";
import { StatusBadge } from "@/app/_ui/status-badge";
import { TextLink } from "@/app/_ui/text-link";
import type { Gap } from "@/lib/orders/acceptance-gaps";
import type { Home } from "@/lib/orders/read-home";
import { platformName } from "@/lib/platforms/ids";
import { modeBadges } from "../mode-badges";

type Connection = Home["connections"][number];

/** How it stands with one connection, in a word or two. */
function Badge({ connection: { state, mode }, gaps }: { connection: Connection; gaps: readonly Gap[] }) {
  if (gaps.length === 0) return <StatusBadge tone={modeBadges[mode].tone}>{modeBadges[mode].text}</StatusBadge>;
  if (gaps.every((gap) => gap === "paused")) return <StatusBadge tone="neutral">Paused</StatusBadge>;
  if (state !== "working") return <StatusBadge tone="warn">Needs attention</StatusBadge>;
  return mode === "off" ? <StatusBadge tone="neutral">Off</StatusBadge> : <StatusBadge tone="warn">Not accepting</StatusBadge>;
}

/** Each connection: whether offers are accepted over it, and when it was last looked at. */
export function Watching({ home, at }: { home: Home; at: Date }) {
  return (
    <Card title="Watching" footer={<TextLink href="/connections">Connections</TextLink>}>
      {home.connections.length === 0 ? (
        <p className="text-soft">No platform is connected.</p>
      ) : (
        <ul className="grid gap-3">
          {home.connections.map((connection) => {
            const { id, platform, state, mode, lastPollAt } = connection;
            return (
              <li key={id} className="grid gap-0.5">
                <span className="flex items-center justify-between gap-4">
                  <span className="font-semibold">{platformName(platform)}</span>
                  <Badge connection={connection} gaps={home.acceptance.gapsOf.get(id) ?? []} />
                </span>
                {state === "working" && mode !== "off" && lastPollAt ? (
                  <span className="text-sm text-soft">
                    Looked at <RelativeTime at={lastPollAt} now={at} zone={home.timeZone} />
                  </span>
                ) : null}
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
