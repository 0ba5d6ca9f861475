const retryMs = 15_000;
const sendingMs = 500;

/**
 * Calls `refresh` when the server says that something of the member's has changed. A page that is hidden, or being typed in, waits until
 * it is not; a hidden one gives its stream up, since a browser has few connections for all tabs. One whose form is on its way waits too: its
 * answer may lead elsewhere, and a refresh in that moment would ask for the wrong page. After a gap it refreshes once.
 * @returns a function that ends it
 */
export function watchChanges(refresh: () => void): () => void {
  let source: EventSource | null = null;
  let retry: number | undefined;
  let later: number | undefined;
  let hasListened = false;
  let isDue = false;

  const isTyping = () => document.activeElement?.matches("input, select, textarea") ?? false;

  function look(): void {
    window.clearTimeout(later);
    if (!isDue || document.hidden || isTyping()) return;
    if (document.querySelector("[data-sending]")) {
      later = window.setTimeout(look, sendingMs);
      return;
    }
    isDue = false;
    refresh();
  }

  function changed(): void {
    isDue = true;
    look();
  }

  function close(): void {
    window.clearTimeout(retry);
    source?.close();
    source = null;
  }

  function listen(): void {
    if (source || document.hidden) return;
    const opened = new EventSource("/api/events");
    source = opened;
    opened.addEventListener("open", () => {
      if (hasListened) changed();
      hasListened = true;
    });
    opened.addEventListener("message", changed);
    // The browser itself comes back after a break, but not after a refusal.
    opened.addEventListener("error", () => {
      if (opened.readyState !== EventSource.CLOSED) return;
      close();
      retry = window.setTimeout(listen, retryMs);
    });
  }

  function onVisibility(): void {
    if (document.hidden) close();
    else {
      listen();
      look();
    }
  }

  // The element that takes the focus next has it only afterwards.
  const onFocusOut = () => window.setTimeout(look);

  document.addEventListener("visibilitychange", onVisibility);
  document.addEventListener("focusout", onFocusOut);
  listen();
  return () => {
    document.removeEventListener("visibilitychange", onVisibility);
    document.removeEventListener("focusout", onFocusOut);
    window.clearTimeout(later);
    close();
  };
}
