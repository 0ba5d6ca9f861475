export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** No answer at all: the connection is held this long and then dropped. */
export interface Silence {
  readonly silentMs: number;
}

export type Reply = Answer | Silence;

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(value),
});

/** A page of a double: no scripts, nothing from elsewhere. */
export const html = (status: number, body: string): Answer => ({
  status,
  headers: {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'",
  },
  body,
});

export const redirect = (status: 302 | 303, location: string): Answer => ({ status, headers: { location }, body: "" });

export const silence = (silentMs: number): Silence => ({ silentMs });
