import type { Session } from "@/lib/accounts/read-session";
import { secondMs } from "@/lib/base/clock";

/** When a session ends by itself, counted from now so that no clock but the server's matters. */
export type SessionEnd = {
  secondsLeft: number;
  /** Whether doing something puts that off; false when its longest life is what runs out. */
  canStay: boolean;
};

/** How long a living session has left at `at`: at least a second. */
export function endOf({ idleUntil, expiresAt }: Pick<Session, "idleUntil" | "expiresAt">, at: Date): SessionEnd {
  const canStay = idleUntil < expiresAt;
  const left = (canStay ? idleUntil : expiresAt).getTime() - at.getTime();
  return { secondsLeft: Math.max(1, Math.ceil(left / secondMs)), canStay };
}
