import { type ClientRequest, type IncomingHttpHeaders, request } from "node:http";

export interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** The address that the connection comes from, such as 127.0.0.2. */
  from?: string;
}
export interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Asks for a path as it stands, with headers as they stand: fetch would tidy both up. No redirect is followed. */
export function ask(web: string, path: string, { method = "GET", headers = {}, body = "", from }: Asked = {}): Promise<Answered> {
  const { port } = new URL(web);
  const host = `localhost:${port}`;
  return answerOf(
    request({ host: "127.0.0.1", port, path, method, headers: { host, ...headers }, agent: false, localAddress: from }),
    body,
  );
}

/** Sends a request that has been opened, and gives all that comes back. */
export function answerOf(asked: ClientRequest, body: string): Promise<Answered> {
  return new Promise((resolve, reject) => {
    asked.on("error", reject).on("response", (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part)).on("error", reject);
      response.on("end", () => {
        const { statusCode: status = 0, headers } = response;
        resolve({ status, headers, body: Buffer.concat(parts).toString() });
      });
    });
    asked.end(body);
  });
}
