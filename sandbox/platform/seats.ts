import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { nextNumber } from "@/sandbox/base/sequence";
import type { Store, Table } from "@/sandbox/base/store";

/** A manager's or dispatcher's place at the platform. Its token works until it is revoked, for those users that it may act for. */
export interface Seat {
  readonly id: number;
  readonly actsFor: readonly number[];
  readonly tokenDigest: string;
}

export const seatRequest = z.strictObject({ actsFor: z.array(z.number().int().positive()).min(1).max(100) });

export const seatsTable = (store: Store): Table<Seat> => store.table("platform_seats");
const digestOf = (token: string) => createHash("sha256").update(token).digest("hex");

/** Makes a seat. Only the token's digest is stored, so this is the one time that it is seen. */
export function makeSeat(store: Store, { actsFor }: z.infer<typeof seatRequest>): { id: number; token: string } {
  const token = `seat_${randomBytes(32).toString("base64url")}`;
  return store.transact(() => {
    const id = nextNumber(store, "platform_seat");
    seatsTable(store).put(id, { id, actsFor, tokenDigest: digestOf(token) });
    return { id, token };
  });
}

/** Takes a seat back, as its owner does on the platform: its token is then unknown. */
export function revokeSeat(store: Store, id: number): void {
  seatsTable(store).remove(id);
}

export function findSeat(store: Store, token: string): Seat | null {
  const digest = digestOf(token);
  return (
    seatsTable(store)
      .all()
      .find((seat) => seat.tokenDigest === digest) ?? null
  );
}
