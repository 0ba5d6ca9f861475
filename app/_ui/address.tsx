/** An e-mail address in a table: it breaks where it has to, and leaves its column wide enough to be read. */
export function Address({ children }: { children: string }) {
  return <span className="inline-block min-w-44 wrap-anywhere max-sm:min-w-0">{children}</span>;
}
