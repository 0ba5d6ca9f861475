import { Card } from "@/app/_ui/card";
import { LinkButton } from "@/app/_ui/link-button";
import { type Step, Steps } from "@/app/_ui/steps";
import type { Gap } from "@/lib/orders/acceptance-gaps";
import type { Home } from "@/lib/orders/read-home";
import { gapTexts } from "../gap-texts";

interface Part {
  title: string;
  /** What the step mends: it is done when none of it is missing. */
  gaps: readonly Gap[];
  /** What of it a newcomer lacks: then the step's own text says enough. */
  atFirst: readonly Gap[];
  href: string;
  label: string;
  text: string;
}

const parts: readonly Part[] = [
  {
    title: "Connect a platform",
    gaps: ["not_connected", "login_not_working", "platform_off"],
    atFirst: ["not_connected"],
    href: "/connections",
    label: "Connect",
    text: "Seal your platform login in your browser. This website cannot open it.",
  },
  {
    title: "Set hours and rules",
    gaps: ["no_hours", "no_rules", "no_units"],
    atFirst: ["no_hours", "no_rules"],
    href: "/schedule",
    label: "Set hours and rules",
    text: "Say when you work, the least pay, how far you go, and how many orders a month.",
  },
  {
    title: "Subscribe",
    gaps: ["no_active_plan", "plan_past_due", "plan_unpaid", "plan_ended"],
    atFirst: ["no_active_plan"],
    href: "/billing",
    label: "Subscribe",
    text: "$10.00 a month, and $25.00 for each order that the platform confirms as yours.",
  },
  {
    title: "Say what to do with offers",
    gaps: ["connection_off"],
    atFirst: ["connection_off"],
    href: "/connections",
    label: "Choose",
    text: "Have those that meet all your rules accepted for you, be asked or told, or try it out first.",
  },
];

/** What a step is for; of one that is half done, what is left; and of the switch, that it alone does not do. */
function textOf({ gaps, atFirst, text }: Part, missing: readonly Gap[]): string {
  const left = gaps.filter((gap) => missing.includes(gap));
  if (left.length === 0 && gaps.includes("connection_off") && missing.length > 0)
    return "Switched on already. Nothing is accepted before the other steps are done; then it begins by itself.";
  if (left.length === 0 || left.join() === atFirst.join()) return text;
  return `${left.map((gap) => gapTexts[gap].text).join(". ")}.`;
}

/** The way from a new account to the first accepted order. */
export function setUpSteps({ acceptance: { missing } }: Home): Step[] {
  const isDone = ({ gaps }: Part) => !gaps.some((gap) => missing.includes(gap));
  const current = parts.findIndex((part) => !isDone(part));
  return parts.map((part, index) => ({
    title: part.title,
    state: isDone(part) ? "done" : index === current ? "current" : "todo",
    children: textOf(part, missing),
    action: <LinkButton href={part.href}>{part.label}</LinkButton>,
  }));
}

export function SetUp({ steps }: { steps: Step[] }) {
  return (
    <Card title="Four steps to your first order">
      <Steps steps={steps} />
    </Card>
  );
}
