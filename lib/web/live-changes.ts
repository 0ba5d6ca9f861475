import { type ChangeListener, listenForChanges } from "@/db/changes";
import { readSession, type Session } from "@/lib/accounts/read-session";
import { now, secondMs } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { describeError, log } from "@/lib/base/log";

/** One open page that is told of changes. */
interface Watcher {
  session: Session;
  write: (text: string) => void;
  end: () => void;
}

const changed = "data: changed\n\n";
const heartbeat = ": still here\n\n";
const beatMs = 10 * secondMs;
/** Two beats unheard, and a little: the ear is deaf. */
const deafMs = 2 * beatMs + 5 * secondMs;
/** A change that is this fresh may have come while the page was on its way to the browser. */
const freshMs = 10 * secondMs;
const mostOfSession = 4;
/** Messages that a browser may leave unread. */
const mostUnread = 100;

const watchers = new Set<Watcher>();
const changedAt = new Map<string, number>();
let ear: Promise<ChangeListener> | null = null;
let heardAt = 0;
let isBeating = false;

/** Headers of an event stream. The second-last asks proxies to pass it on as it comes. */
export const eventStreamHeaders = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "X-Accel-Buffering": "no",
  "Cache-Control": "no-store, no-transform",
};

/**
 * A stream of server-sent events (HTML, section 9.2) that says "changed" whenever a row of the session's account has, and never what. It
 * ends when the session does, and when it is no longer sure to hear; the browser then opens it anew.
 * @throws AppError too_many when the session has as many open as it may
 */
export async function streamChanges(session: Session, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  await listening();
  if ([...watchers].filter((watcher) => watcher.session.id === session.id).length >= mostOfSession) {
    throw new AppError("too_many", { retryAfterSeconds: "30" });
  }
  const encoder = new TextEncoder();
  let forget: () => void = () => undefined;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const watcher: Watcher = {
        session,
        write: (text) => {
          // The page may have been left while its session was asked for.
          if (!watchers.has(watcher)) return;
          if ((controller.desiredSize ?? 0) < -mostUnread) watcher.end();
          else controller.enqueue(encoder.encode(text));
        },
        end: () => {
          if (watchers.delete(watcher)) controller.close();
        },
      };
      forget = () => watchers.delete(watcher);
      watchers.add(watcher);
      watcher.write(isFresh(session.accountId) ? changed : heartbeat);
      signal.addEventListener("abort", watcher.end);
      if (signal.aborted) watcher.end();
    },
    cancel: () => forget(),
  });
}

/** Whether the account has just changed, or this process has not listened for long enough to know. */
function isFresh(accountId: string): boolean {
  return Math.max(changedAt.get(accountId) ?? 0, changedAt.get("") ?? 0) > now().getTime() - freshMs;
}

/** Begins to listen, once for all streams of this process. */
async function listening(): Promise<void> {
  if (!isBeating) {
    isBeating = true;
    setInterval(() => void beat().catch((thrown: unknown) => log.error("a heartbeat failed", describeError(thrown))), beatMs).unref();
  }
  ear ??= listenForChanges(told, tellAll);
  const mine = ear;
  try {
    await mine;
  } catch (thrown) {
    if (ear === mine) ear = null;
    throw thrown;
  }
}

function told(accountId: string): void {
  const at = now().getTime();
  heardAt = at;
  if (accountId === "") return;
  changedAt.delete(accountId);
  changedAt.set(accountId, at);
  for (const [old, then] of changedAt) {
    if (then > at - freshMs) break;
    changedAt.delete(old);
  }
  for (const watcher of watchers) if (watcher.session.accountId === accountId) watcher.write(changed);
}

/** What may have been missed is told as changed: a page that asks for itself once too often shows the same. */
function tellAll(): void {
  heardAt = now().getTime();
  changedAt.set("", heardAt);
  for (const watcher of watchers) watcher.write(changed);
}

/** Asks whether each session lives, and whether changes are still heard. Where there is no answer the streams end. */
async function beat(): Promise<void> {
  const mine = ear;
  if (mine && heardAt < now().getTime() - deafMs) {
    ear = null;
    log.warn("changes are no longer heard, listening anew", { streams: watchers.size });
    for (const watcher of watchers) watcher.end();
    await mine.then(({ stop }) => stop()).catch(() => undefined);
    return;
  }
  await mine?.then(({ ping }) => ping()).catch((thrown: unknown) => log.warn("changes cannot be asked for", describeError(thrown)));
  const lives = new Map<string, Promise<boolean>>();
  for (const { session } of watchers) if (!lives.has(session.id)) lives.set(session.id, isAlive(session));
  for (const watcher of watchers) {
    if (await lives.get(watcher.session.id)) watcher.write(heartbeat);
    else if (lives.has(watcher.session.id)) watcher.end();
  }
}

async function isAlive({ id, accountId }: Session): Promise<boolean> {
  const session = await readSession(id, { activity: false }).catch(() => null);
  return session?.accountId === accountId && session.assurance !== "pending";
}
