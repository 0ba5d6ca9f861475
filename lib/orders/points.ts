/**
 * Every place on the accepting path before and after a commit and before and after a call outward. The crash suite kills a process at
 * each of them; lib/base/points.ts does the telling.
 */
export const acceptingPoints = [
  "poll.before-list",
  "poll.after-list",
  "hold.before-commit",
  "hold.after-commit",
  "pursue.before-read",
  "pursue.after-read",
  "pursue.before-seen-commit",
  "pursue.after-seen-commit",
  "pursue.after-call",
  "pursue.before-read-back",
  "pursue.after-read-back",
  "confirm.before-commit",
  "confirm.after-commit",
  "charge.before-begin-commit",
  "charge.before-post",
  "charge.after-post",
  "charge.after-commit",
] as const;
