/**
 * What the page answers when the browser asks, under `require-trusted-types-for 'script'`, whether a string may become code (clause 6b).
 * Script addresses pass only when they are the build's own files; no markup and no code text passes at all.
 */
export const scriptPolicy = {
  /** Gives an admitted address back unchanged: the build's loader knows a chunk again by the very text of its address. */
  createScriptURL(address: string): string {
    const url = new URL(address, document.baseURI);
    if (url.origin === location.origin && url.pathname.startsWith("/_next/static/")) return address;
    throw new TypeError("Only this site's own built scripts may be loaded.");
  },
};
