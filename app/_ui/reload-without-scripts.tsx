/** Has a browser without scripts load the page anew while something is under way. */
export const ReloadWithoutScripts = () => (
  <noscript>
    <meta httpEquiv="refresh" content="3" />
  </noscript>
);
