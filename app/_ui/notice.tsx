import type { ReactNode } from "react";
import { AlertIcon, InfoIcon, TickIcon } from "./icons";

export type NoticeTone = "info" | "success" | "warning" | "danger";

const looks = {
  info: { box: "border-brand/30 bg-brand-tint", mark: "text-brand", Icon: InfoIcon, said: "Note: " },
  success: { box: "border-good/30 bg-good-tint", mark: "text-good", Icon: TickIcon, said: "Done: " },
  warning: { box: "border-warn/30 bg-warn-tint", mark: "text-warn", Icon: AlertIcon, said: "Caution: " },
  danger: { box: "border-bad/30 bg-bad-tint", mark: "text-bad", Icon: AlertIcon, said: "Problem: " },
} as const;

type Props = { tone?: NoticeTone; title?: ReactNode; children?: ReactNode; actions?: ReactNode };

/** A message about the page or an answer to what was done. Its kind is said in words and shape, not in colour alone. */
export function Notice({ tone = "info", title, children, actions }: Props) {
  const { box, mark, Icon, said } = looks[tone];
  return (
    <div role={tone === "danger" ? "alert" : "status"} className={`flex gap-3 rounded-panel border px-4 py-3 ${box}`}>
      <span className={`mt-0.5 shrink-0 ${mark}`}>
        <Icon />
        <span className="sr-only">{said}</span>
      </span>
      <div className="grid min-w-0 grow gap-1.5">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children ? <div className="space-y-1.5">{children}</div> : null}
        {actions ? <div className="mt-1.5 flex flex-wrap gap-3">{actions}</div> : null}
      </div>
    </div>
  );
}
