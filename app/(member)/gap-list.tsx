import { TextLink } from "@/app/_ui/text-link";
import type { Gap } from "@/lib/orders/acceptance-gaps";
import { gapTexts } from "./gap-texts";

/** What stops acceptance, each with the way to mend it. */
export function GapList({ gaps }: { gaps: readonly Gap[] }) {
  return (
    <ul className="grid list-disc gap-1 pl-5">
      {gaps.map((gap) => {
        const { text, step } = gapTexts[gap];
        return (
          <li key={gap}>
            {text}. {step ? <TextLink href={step.href}>{step.label}</TextLink> : null}
          </li>
        );
      })}
    </ul>
  );
}
