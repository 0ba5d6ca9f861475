import type { SessionEnd } from "@/lib/accounts/session-end";

const warnMs = 120_000;
const tickMs = 1_000;
const retryMs = 5_000;
/** Longer timers of a browser go off at once. */
const longestTimerMs = 2 ** 31 - 1;

export type SessionWatch = {
  /** To be called when something was done here that the server has seen: warnings, in other tabs too, are looked into anew. */
  active: (what: string) => void;
  stop: () => void;
};

/**
 * Counts down to the end of this tab's session and shows a warning during the last two minutes, null when there is none. The count alone
 * decides nothing: before a warning, and at its end, the server is asked, so that what was done in another tab counts here. When the
 * session is over it leads to the login, and from there back. Without an answer it goes on asking and leaves what was typed alone.
 */
export function watchSession(first: SessionEnd, show: (warning: SessionEnd | null) => void): SessionWatch {
  let end = first;
  let endsAt = Date.now() + first.secondsLeft * 1_000;
  let hasAsked = false;
  let isStopped = false;
  let timer: number | undefined;
  const tabs = new BroadcastChannel("holdfast-session");

  function lookIn(milliseconds: number): void {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void look(), Math.min(milliseconds, longestTimerMs));
  }

  async function look(): Promise<void> {
    const isNear = endsAt - Date.now() <= warnMs;
    if (isNear && (!hasAsked || endsAt <= Date.now())) {
      const answer = await ask();
      if (isStopped) return;
      if (answer === "over") return leave();
      if (answer === "unknown" && endsAt <= Date.now()) return lookIn(retryMs);
      if (answer !== "unknown") {
        end = answer;
        endsAt = Date.now() + answer.secondsLeft * 1_000;
      }
      hasAsked = true;
    }
    const left = endsAt - Date.now();
    if (left > warnMs) {
      hasAsked = false;
      show(null);
      lookIn(left - warnMs);
    } else {
      show({ secondsLeft: Math.max(0, Math.ceil(left / 1_000)), canStay: end.canStay });
      lookIn(tickMs);
    }
  }

  function lookAnew(): void {
    if (!hasAsked) return;
    hasAsked = false;
    lookIn(0);
  }

  /** A computer that slept, or a tab that was held back, finds the time gone. */
  function wake(): void {
    if (document.visibilityState === "visible") lookIn(0);
  }

  tabs.addEventListener("message", lookAnew);
  document.addEventListener("visibilitychange", wake);
  lookIn(0);
  return {
    active: (what) => {
      if (isStopped) return;
      tabs.postMessage(what);
      lookAnew();
    },
    stop: () => {
      isStopped = true;
      window.clearTimeout(timer);
      document.removeEventListener("visibilitychange", wake);
      tabs.close();
    },
  };
}

async function ask(): Promise<SessionEnd | "over" | "unknown"> {
  try {
    const response = await fetch("/api/session", { cache: "no-store" });
    if (response.status === 401 || response.status === 403) return "over";
    return response.ok ? ((await response.json()) as SessionEnd) : "unknown";
  } catch {
    return "unknown";
  }
}

function leave(): void {
  const { pathname, search } = window.location;
  window.location.assign(`/login?next=${encodeURIComponent(`${pathname}${search}`)}`);
}
