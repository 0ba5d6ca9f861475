const dollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });

/** Cents as "$25.00"; for use inside sentences and attributes. */
export function formatMoney(cents: number): string {
  return dollars.format(cents / 100);
}

/** An amount in US cents, in figures of equal width. */
export function Money({ cents }: { cents: number }) {
  return <span className="whitespace-nowrap tabular-nums">{formatMoney(cents)}</span>;
}
