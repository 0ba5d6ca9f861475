import { ActivityIcon, BillingIcon, ConnectionsIcon, HomeIcon, OffersIcon, ScheduleIcon, SettingsIcon } from "./icons";

/** The member's pages, in the order in which the menus show them. The first four stay in reach of the thumb on a phone. */
export const memberLinks = [
  { href: "/home", label: "Home", Icon: HomeIcon },
  { href: "/offers", label: "Offers", Icon: OffersIcon },
  { href: "/schedule", label: "Schedule", Icon: ScheduleIcon },
  { href: "/billing", label: "Billing", Icon: BillingIcon },
  { href: "/connections", label: "Connections", Icon: ConnectionsIcon },
  { href: "/activity", label: "Activity", Icon: ActivityIcon },
  { href: "/settings", label: "Settings", Icon: SettingsIcon },
] as const;

export type MemberLink = (typeof memberLinks)[number];
