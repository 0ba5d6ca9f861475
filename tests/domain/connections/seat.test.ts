import { CompactEncrypt, importJWK } from "jose";
import { expect, test } from "vitest";
import { setMode } from "@/lib/connections/set-mode";
import { submitCredential } from "@/lib/connections/submit-credential";
import { verifyConnection } from "@/lib/connections/verify-connection";
import { withSession } from "@/lib/connections/with-session";
import { pollConnection } from "@/lib/orders/poll-connection";
import { readHeader } from "@/lib/vault/header";
import { fitsSeal } from "@/lib/vault/seal";
import { connectionRow, givenKey, givenLogin, givenSealed, givenSeat, sealAsBrowser } from "@/tests/domain/support/given-connection";
import { givenSandbox } from "@/tests/domain/support/given-sandbox";

const { sandbox } = await givenSandbox();
const why = { job: "test", reason: "accept", stopOf: async () => null };

test("a sealed seat works, and an order that it takes is the member's", async () => {
  const { userId } = await givenLogin(sandbox);
  const { connectionId } = await givenSealed(await givenSeat(sandbox, userId));
  const connection = await connectionRow(connectionId);
  if (!connection) throw new Error("no connection");
  expect(connection).toMatchObject({ state: "working" });
  const { id } = await sandbox.control<{ id: number }>("POST", "/__offers", { to: userId });
  const reading = await withSession(connection, why, async (session) => {
    await session.acceptRouted(String(id));
    return await session.readOrder(String(id));
  });
  expect(reading).toMatchObject({ assignment: "ours" });
});

test("a seat that is taken back pauses the connection at the next look", async () => {
  const { userId } = await givenLogin(sandbox);
  const seat = await givenSeat(sandbox, userId);
  const { accountId, connectionId } = await givenSealed(seat);
  await setMode(accountId, connectionId, "auto");
  await seat.revoke();
  await pollConnection(connectionId);
  expect(await connectionRow(connectionId)).toMatchObject({ state: "refused", refusals: 1 });
});

test.each([
  ["somebody for whom it may not act", async () => String((await givenLogin(sandbox)).userId)],
  ["nobody that there is", async () => "999"],
  ["what is no number", async () => "me"],
])("a seat that is said to act for %s is refused", async (_, another) => {
  const { userId } = await givenLogin(sandbox);
  const { connectionId } = await givenSealed({ ...(await givenSeat(sandbox, userId)), actingUserId: await another() });
  expect(await connectionRow(connectionId)).toMatchObject({ state: "refused" });
});

test("seat and password are sealed at one length, and a token that does not fit is not sealed at all", async () => {
  const { accountId } = await givenKey();
  const lengthOf = async (login: Parameters<typeof sealAsBrowser>[1]) => (await sealAsBrowser(accountId, login)).length;
  const long = { kind: "seat", token: "t".repeat(950), actingUserId: "400130" } as const;
  expect(fitsSeal(long)).toBe(true);
  expect(await lengthOf(long)).toBe(await lengthOf({ kind: "password", username: "a", password: "b" }));
  const tooLong = { ...long, token: "t".repeat(1_000) };
  expect(fitsSeal(tooLong)).toBe(false);
  await expect(lengthOf(tooLong)).rejects.toThrow("too long to be sealed");
});

test("a password that was sealed before there were seats still works", async () => {
  const { accountId, connectionId } = await givenKey();
  const { username, password } = await givenLogin(sandbox);
  const header = readHeader(await sealAsBrowser(accountId, { kind: "password", username, password }));
  const publicKey = (await connectionRow(connectionId))?.publicKey;
  if (!header || !publicKey) throw new Error("no key");
  const { epk: _, ...bound } = header;
  const plain = new TextEncoder().encode(JSON.stringify({ username, password }).padEnd(1_024));
  const jwe = await new CompactEncrypt(plain).setProtectedHeader(bound).encrypt(await importJWK(publicKey, bound.alg));
  await submitCredential(accountId, connectionId, jwe);
  await verifyConnection(connectionId);
  expect(await connectionRow(connectionId)).toMatchObject({ state: "working" });
});
