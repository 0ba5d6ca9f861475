import type { SubscriptionRow } from "@/db/queries/subscriptions";

/** The card that pays, down to what is printed on a receipt. */
export interface Card {
  brand: string;
  last4: string;
  /** `MM/YYYY`: it works to the end of that month. */
  expires: string;
}

export function cardOf(subscription: SubscriptionRow | null): Card | null {
  const { cardBrand: brand, cardLast4: last4, cardExpires: expires } = subscription ?? {};
  return brand && last4 && expires ? { brand, last4, expires } : null;
}

/** Whether a card no longer works at a moment, in UTC. */
export function isExpiredAt({ expires }: Card, at: Date): boolean {
  const [month = 0, year = 0] = expires.split("/").map(Number);
  return at.getTime() >= Date.UTC(year, month);
}
