import Link from "next/link";
import { buttonClass } from "./button-class";

type Tab = { name: string; href: string; label: string };

/** Links between the pages that show parts of one thing. `label` says what they choose between. */
export function Tabs({ label, tabs, current }: { label: string; tabs: readonly Tab[]; current: string }) {
  return (
    <nav aria-label={label} className="flex flex-wrap gap-2">
      {tabs.map((tab) => (
        <Link
          key={tab.name}
          href={tab.href}
          aria-current={tab.name === current ? "page" : undefined}
          className={buttonClass(tab.name === current ? "primary" : "secondary", "small")}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
