/** A call outward that came to nothing. Carries a destination's name and a code, never an address, a header or a body. */
export class OutboundError extends Error {
  readonly kind: "refused" | "failed";
  readonly destination: string;
  readonly why: string;

  constructor(kind: "refused" | "failed", destination: string, why: string) {
    super(`call to ${destination} ${kind}: ${why}`);
    this.name = "OutboundError";
    this.kind = kind;
    this.destination = destination;
    this.why = why;
  }
}
