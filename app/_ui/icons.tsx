import type { ReactNode } from "react";

/** Drawn on a 20-unit grid in the colour of the text beside them, and silent to screen readers: words always stand with them. */
function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 20 20"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

export const HomeIcon = () => (
  <Icon>
    <path d="M3 9.2 10 3.5l7 5.7V16a1 1 0 0 1-1 1h-3.6v-4.6H7.6V17H4a1 1 0 0 1-1-1z" />
  </Icon>
);

export const OffersIcon = () => (
  <Icon>
    <path d="M3 12h4l1.2 2.4h3.6L13 12h4M3 12l2.2-7.3A1 1 0 0 1 6.2 4h7.6a1 1 0 0 1 1 .7L17 12v4a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1z" />
  </Icon>
);

export const ScheduleIcon = () => (
  <Icon>
    <path d="M4 4.5h12a1 1 0 0 1 1 1V16a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V5.5a1 1 0 0 1 1-1zM3 8.5h14M6.8 2.8v3.4M13.2 2.8v3.4M7 12.5l2 2 4-3.6" />
  </Icon>
);

export const ConnectionsIcon = () => (
  <Icon>
    <path d="M8.4 11.6 11.6 8.4M9.2 6.1l1.9-1.9a3.3 3.3 0 0 1 4.7 4.7l-1.9 1.9M10.8 13.9l-1.9 1.9a3.3 3.3 0 0 1-4.7-4.7l1.9-1.9" />
  </Icon>
);

export const BillingIcon = () => (
  <Icon>
    <path d="M5 2.8h10v14.4l-2.5-1.5-2.5 1.5-2.5-1.5L5 17.2zM7.8 6.8h4.4M7.8 10h4.4" />
  </Icon>
);

export const ActivityIcon = () => (
  <Icon>
    <path d="M2.5 10.5h3.2L8 4.5l4 11 2.3-5h3.2" />
  </Icon>
);

export const SettingsIcon = () => (
  <Icon>
    <path d="M3 6h7.5M14.5 6H17M3 14h2.5M9.5 14H17" />
    <circle cx="12.5" cy="6" r="2" />
    <circle cx="7.5" cy="14" r="2" />
  </Icon>
);

export const MoreIcon = () => (
  <Icon>
    <path d="M3.5 5.5h13M3.5 10h13M3.5 14.5h13" />
  </Icon>
);

export const InfoIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="7.2" />
    <path d="M10 9.4v4M10 6.4v.1" />
  </Icon>
);

export const TickIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="7.2" />
    <path d="m6.8 10.2 2.2 2.2 4.3-4.6" />
  </Icon>
);

export const AlertIcon = () => (
  <Icon>
    <path d="M10 3 18 16.8H2zM10 8.2v3.8M10 14.3v.1" />
  </Icon>
);

export const CaretIcon = () => (
  <Icon>
    <path d="m6 8 4 4 4-4" />
  </Icon>
);
