/**
 * How an entry of the register stands: everything is shown; something never was; a certificate has expired or a review is overdue; nothing of
 * ours goes there any more.
 */
export const processorStates = ["evidenced", "lacking", "overdue", "withdrawn"] as const;
