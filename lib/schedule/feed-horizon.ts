/** For how many days ahead a calendar is read: beyond them it says nothing of whether its owner is busy. */
export const feedDaysAhead = 120;
