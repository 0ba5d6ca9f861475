import { Tabs } from "@/app/_ui/tabs";

const tabs = [
  { name: "times", href: "/schedule", label: "Times" },
  { name: "rules", href: "/schedule/rules", label: "Rules" },
] as const;

/** When the member works, and what is worth their while. */
export const ScheduleTabs = ({ current }: { current: (typeof tabs)[number]["name"] }) => (
  <Tabs label="Schedule" tabs={tabs} current={current} />
);
