/** A place outside that may be called: its host comes from the worker's own configuration and never from the database. */
export interface Destination {
  /** What the log calls it. */
  name: string;
  /** Host and, where it is not 443, port: the only one that a call may go to. */
  host: string;
  /** PEM text of the authority that signed its certificate, where that is not a public one. */
  authority: string | null;
  /** Whether calls go by plain http, which is refused anywhere but on loopback. Never so in production. */
  plain?: boolean;
}
