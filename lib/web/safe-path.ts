/** A path on this site to go to after the login, or /home when what was given leads elsewhere or nowhere. */
export function safePath(given: string | null | undefined): string {
  if (!given || given.length > 500 || !/^\/(?![/\\])/.test(given) || /[\\\p{Cc}]/u.test(given)) return "/home";
  const here = "http://here.invalid";
  const url = URL.canParse(given, here) ? new URL(given, here) : null;
  if (url?.origin !== here || /^\/(\/|login|api\/)/.test(url.pathname)) return "/home";
  return `${url.pathname}${url.search}`;
}
