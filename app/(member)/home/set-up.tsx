import { Card } from "@/app/_ui/card";
import { LinkButton } from "@/app/_ui/link-button";
import { type Step, Steps } from "@/app/_ui/steps";
import type { Home } from "@/lib/orders/read-home";

/** The way from a new account to the first accepted order. */
export function setUpSteps(home: Home): Step[] {
  const connected = home.connections.some(({ state }) => state === "working");
  const parts = [
    {
      title: "Connect a platform",
      done: connected,
      href: "/connections",
      label: "Connect",
      text: "Seal your platform login in your browser. This website cannot open it.",
    },
    {
      title: "Set hours and rules",
      done: home.hasHours && home.hasRules,
      href: "/schedule",
      label: "Set hours and rules",
      text: "Say when you work, the least pay, how far you go, and how many orders a month.",
    },
    {
      title: "Subscribe",
      done: home.plan.active,
      href: "/billing",
      label: "Subscribe",
      text: "$10.00 a month, and $25.00 for each order that the platform confirms as yours.",
    },
    {
      title: "Switch automatic acceptance on",
      done: home.connections.some(({ mode, state }) => mode === "auto" && state === "working"),
      href: "/connections",
      label: "Switch it on",
      text: "From then on, offers that meet all your rules are accepted for you.",
    },
  ];
  const current = parts.findIndex(({ done }) => !done);
  return parts.map(({ title, done, href, label, text }, index) => ({
    title,
    state: done ? "done" : index === current ? "current" : "todo",
    children: text,
    action: <LinkButton href={href}>{label}</LinkButton>,
  }));
}

export function SetUp({ steps }: { steps: Step[] }) {
  return (
    <Card title="Four steps to your first order">
      <Steps steps={steps} />
    </Card>
  );
}
