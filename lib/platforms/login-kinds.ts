import type { PlatformId } from "@/lib/platforms/ids";

/**
 * `seat`: a token of a manager or dispatcher who acts for the member; the platform can take it back by itself, and it is no password.
 * `password`: the member's own.
 */
export type LoginKind = "seat" | "password";

const taken: Record<PlatformId, readonly [LoginKind, ...LoginKind[]]> = {
  "field-nation": ["seat", "password"],
  "service-channel": ["password"],
};

/** The kinds of login that a platform's adapter takes, the one that gives the least away first. */
export const loginKindsOf = (platform: PlatformId): readonly [LoginKind, ...LoginKind[]] => taken[platform];
