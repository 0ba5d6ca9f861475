/**
 * The end of the monthly period that starts at `start`, in seconds since 1970: the anchor's day of the month and
 * time of day, in UTC, or the month's last day where the month is too short. The 31st stays the 31st after February.
 */
export function nextMonth(start: number, anchor: number): number {
  const from = new Date(start * 1000);
  const day = new Date(anchor * 1000).getUTCDate();
  const year = from.getUTCFullYear();
  const month = from.getUTCMonth() + 1;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const time = (anchor % 86_400) * 1000;
  return (Date.UTC(year, month, Math.min(day, lastDay)) + time) / 1000;
}
