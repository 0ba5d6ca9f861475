/** The IANA time zones that this runtime knows, by name. */
export const timeZones: readonly string[] = Intl.supportedValuesOf("timeZone");

/** Whether a text names a time zone; older names that have a newer one count too, since browsers still report them. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z][\w+-]*(\/[\w+-]+)*$/.test(text)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
