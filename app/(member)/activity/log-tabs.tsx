import Link from "next/link";
import { buttonClass } from "@/app/_ui/button-class";

const tabs = [
  { name: "automation", href: "/activity", label: "Automation" },
  { name: "access", href: "/activity/access-log", label: "Access log" },
  { name: "staff", href: "/activity/access-log?by=staff", label: "Staff only" },
] as const;

/** The ways to look at what was done: by the automation, by everybody, by staff. */
export function LogTabs({ current }: { current: (typeof tabs)[number]["name"] }) {
  return (
    <nav aria-label="What to show" className="flex flex-wrap gap-2">
      {tabs.map(({ name, href, label }) => (
        <Link
          key={name}
          href={href}
          aria-current={name === current ? "page" : undefined}
          className={buttonClass(name === current ? "primary" : "secondary", "small")}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
