import { randomBytes, scryptSync, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { nextNumber } from "@/sandbox/base/sequence";
import type { Store, Table } from "@/sandbox/base/store";

export interface PlatformUser {
  readonly id: number;
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly salt: string;
  readonly passwordHash: string;
}

export const userRequest = z.strictObject({
  username: z.string().min(1).max(200),
  password: z.string().min(1).max(1000),
  firstName: z.string().max(80).default("Sam"),
  lastName: z.string().max(80).default("Field"),
});

export const usersTable = (store: Store): Table<PlatformUser> => store.table("platform_users");

const hash = (password: string, salt: string) => scryptSync(password, salt, 32, { N: 1024 }).toString("hex");

/** Adds a login, or gives an existing one a new password; its id stays. */
export function putUser(store: Store, request: z.infer<typeof userRequest>): PlatformUser {
  return store.transact(() => {
    const known = findUser(store, request.username);
    const salt = randomBytes(16).toString("hex");
    const user: PlatformUser = {
      id: known?.id ?? 40_000 + nextNumber(store, "platform_user") * 13,
      username: request.username,
      firstName: request.firstName,
      lastName: request.lastName,
      salt,
      passwordHash: hash(request.password, salt),
    };
    usersTable(store).put(user.id, user);
    return user;
  });
}

export const findUser = (store: Store, username: string) =>
  usersTable(store)
    .all()
    .find((user) => user.username === username);

/** The user whose login this is; null when the name or the password is wrong. */
export function checkLogin(store: Store, username: string, password: string): PlatformUser | null {
  const user = findUser(store, username);
  if (!user) return null;
  const given = Buffer.from(hash(password, user.salt));
  return timingSafeEqual(given, Buffer.from(user.passwordHash)) ? user : null;
}
