import { afterEach, expect, test, vi } from "vitest";
import { newId } from "@/lib/base/ids";
import { streamChanges } from "@/lib/web/live-changes";

/** What the listener was given: whom to call for a change, and whom after a gap in which changes may have been missed. */
const ear = vi.hoisted(() => ({ told: (_: string) => {}, afterGap: () => {} }));
vi.mock("@/db/changes", () => ({
  listenForChanges: async (told: (accountId: string) => void, afterGap: () => void) => {
    Object.assign(ear, { told, afterGap });
    return { ping: async () => {}, stop: async () => {} };
  },
}));
afterEach(() => void vi.useRealTimers());

/** The first that a new stream of an account says. */
async function firstOf(accountId: string): Promise<string> {
  const session = { id: newId(), accountId } as Parameters<typeof streamChanges>[0];
  const abort = new AbortController();
  const reader = (await streamChanges(session, abort.signal)).getReader();
  const { value } = await reader.read();
  abort.abort();
  return new TextDecoder().decode(value).trim();
}

test("a page that is opened right after a gap is told to look, also where its account was last heard of long before", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const accountId = newId();
  await firstOf(accountId);
  ear.told(accountId);
  expect(await firstOf(accountId)).toBe("data: changed");
  vi.setSystemTime(Date.now() + 60_000);
  expect(await firstOf(accountId)).toBe(": still here");
  ear.afterGap();
  expect(await firstOf(accountId)).toBe("data: changed");
});
