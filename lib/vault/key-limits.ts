/** For this long after a connection's key was replaced, a form that was open meanwhile may still seal for the earlier one. */
export const earlierKeyMinutes = 60;
/** Backups of the keys database live this long; until then a root key may be needed to restore one. See docs/operations/keys.md. */
export const backupDays = 7;
/** When a key is due to be rotated; well within the one to two years that NIST SP 800-57 part 1, table 1, allows such keys. */
export const rootKeyDueDays = 365;
export const connectionKeyDueDays = 365;
