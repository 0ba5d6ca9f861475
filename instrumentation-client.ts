/**
 * With `require-trusted-types-for 'script'`, the browser asks this policy before any string becomes code.
 * Script addresses pass only when they are the build's own files; no markup and no code text passes at all.
 * Where the directive is not sent (development), the browser never asks.
 */
type ScriptPolicy = { createScriptURL: (address: string) => string };
type TrustedTypes = { defaultPolicy: unknown; createPolicy: (name: string, policy: ScriptPolicy) => unknown };

/** Gives an admitted address back unchanged: the build's loader knows a chunk again by the very text of its address. */
function ownScript(address: string): string {
  const url = new URL(address, document.baseURI);
  if (url.origin === location.origin && url.pathname.startsWith("/_next/static/")) return address;
  throw new TypeError("Only this site's own built scripts may be loaded.");
}

const trustedTypes = (window as Window & { trustedTypes?: TrustedTypes }).trustedTypes;
if (trustedTypes && !trustedTypes.defaultPolicy) trustedTypes.createPolicy("default", { createScriptURL: ownScript });

export {};
