import { Tabs } from "@/app/_ui/tabs";

const tabs = [
  { name: "automation", href: "/activity", label: "Automation" },
  { name: "access", href: "/activity/access-log", label: "Access log" },
  { name: "staff", href: "/activity/access-log?by=staff", label: "Staff only" },
] as const;

/** The ways to look at what was done: by the automation, by everybody, by staff. */
export const LogTabs = ({ current }: { current: (typeof tabs)[number]["name"] }) => (
  <Tabs label="What to show" tabs={tabs} current={current} />
);
