import { connect } from "node:net";
import { expect, test } from "vitest";
import { world } from "@/tests/support/world";

const { web } = world();
const port = Number(new URL(web).port);

/** Sends these bytes as they are and gives all that comes back until the connection ends. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    socket.on("data", (chunk) => (answer += chunk.toString()));
    socket.on("close", () => resolve(answer)).on("error", reject);
  });
}

const head = (path: string, more: string) => `POST ${path} HTTP/1.1\r\nHost: localhost\r\nOrigin: ${web}\r\n${more}\r\n\r\n`;
const chunk = `4000\r\n${"x".repeat(0x4000)}\r\n`;

test.each([
  ["/login", 256],
  ["/api/stripe/webhook", 512],
])("a body for %s is refused past %d KiB, by its declared length before a byte of it comes", async (path, kibibytes) => {
  const answer = await raw(head(path, `Content-Length: ${kibibytes * 1024 + 1}`));
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain("X-Frame-Options: DENY");
});

test("a body that comes in chunks is refused once it is too large, and the refusal arrives", async () => {
  const response = await fetch(`${web}/login`, {
    method: "POST",
    headers: { origin: web },
    body: new ReadableStream({
      start(controller) {
        for (let sent = 0; sent < 1_000; sent += 1) controller.enqueue(new Uint8Array(1_024));
        controller.close();
      },
    }),
    duplex: "half",
  } as RequestInit);
  expect(response.status).toBe(413);
  expect(await response.text()).toContain("too large");
});

test("a webhook in chunks may be larger than a form", async () => {
  const answer = await raw(
    `${head("/api/stripe/webhook", "Stripe-Signature: t=1,v1=0\r\nConnection: close\r\nTransfer-Encoding: chunked")}${chunk.repeat(20)}0\r\n\r\n`,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
});

test("requests that dawdle are told so: a head that does not end, a body that trickles", { timeout: 30_000 }, async () => {
  const [slowHead, slowBody] = await Promise.all([
    raw("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "),
    raw(`${head("/login", "Content-Length: 100")}x`),
  ]);
  for (const answer of [slowHead, slowBody]) {
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain("X-Content-Type-Options: nosniff");
  }
});

const get = (target: string, more = "Host: localhost") => `GET ${target} HTTP/1.1\r\n${more}\r\nConnection: close\r\n\r\n`;
const smuggled = "GET /login HTTP/1.1\r\nHost: localhost\r\n\r\n";

test.each([
  ["no HTTP", 400, "GET / NONSENSE/1.1\r\n\r\n"],
  ["HTTP/0.9", 400, "GET /\r\n\r\n"],
  ["HTTP/2 without its agreement", 400, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
  ["a head that is too long", 431, get("/", `Host: localhost\r\nX-Long: ${"x".repeat(20_000)}`)],
  ["a line of the head without a colon", 400, get("/", "Host: localhost\r\nnonsense")],
  ["no Host", 400, get("/", "X-No: host")],
  ["two Hosts", 400, get("/", "Host: localhost\r\nHost: elsewhere.example")],
  ["a Host that is no name", 400, get("/", "Host: localhost/login?")],
  ["no path", 400, get("login")],
  ["an asterisk", 400, get("*")],
  ["a whole address of elsewhere", 400, get("http://elsewhere.example/login")],
  ["a fragment", 400, get("/login#x")],
  ["a length and chunks at once", 400, `${head("/login", `Content-Length: 4\r\nTransfer-Encoding: chunked`)}0\r\n\r\n${smuggled}`],
  ["two lengths", 400, head("/login", "Content-Length: 0\r\nContent-Length: 60") + smuggled],
  ["a length that is none", 400, head("/login", "Content-Length: +4") + smuggled],
  ["chunks under another name", 400, `${head("/login", "Transfer-Encoding: xchunked")}0\r\n\r\n${smuggled}`],
  ["chunks that are not the last coding", 400, `${head("/login", "Transfer-Encoding: chunked, identity")}0\r\n\r\n${smuggled}`],
  ["a space before the colon", 400, `${head("/login", "Transfer-Encoding : chunked")}0\r\n\r\n${smuggled}`],
  ["a chunk whose length is none", 400, `${head("/login", "Transfer-Encoding: chunked")}0x1\r\nx\r\n0\r\n\r\n${smuggled}`],
  ["an expectation that nobody offers", 417, get("/login", "Host: localhost\r\nExpect: more")],
])("%s is refused with %d and the headers of any reply, and nothing behind it is answered", async (_, status, text) => {
  const answer = await raw(text);
  expect(answer.slice(0, 12)).toBe(`HTTP/1.1 ${status}`);
  expect(answer).toContain("Content-Security-Policy: default-src 'none'");
  expect(answer.split("HTTP/1.1 ")).toHaveLength(2);
});

test.each(["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "BREW", "CONNECT"])(
  "%s is refused, with what is allowed",
  async (method) => {
    const answer = await raw(`${method} ${method === "CONNECT" ? "localhost:443" : "/login"} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
    expect(answer).toContain("\r\nAllow: GET, HEAD, POST\r\n");
    expect(answer).toContain("Content-Security-Policy: default-src 'none'");
  },
);

test("an override of the method is not heeded", async () => {
  expect(await raw(get("/login", "Host: localhost\r\nX-HTTP-Method-Override: DELETE"))).toMatch(/^HTTP\/1\.1 200 /);
});

test("HTTP/1.0 is answered, and so is a wish for another protocol: in this one", async () => {
  expect(await raw("GET /login HTTP/1.0\r\n\r\n")).toMatch(/^HTTP\/1\.1 200 /);
  for (const wish of ["websocket", "h2c"]) {
    const answer = await raw(`GET /login HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, close\r\nUpgrade: ${wish}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  }
});

test("a Host that is not ours shows up in no answer", async () => {
  for (const path of ["/login/", "/settings", "//login", "/api/auth/signin"]) {
    const answer = await raw(get(path, "Host: elsewhere.example"));
    expect(answer).toMatch(/^HTTP\/1\.1 30/);
    expect(answer).not.toContain("elsewhere.example");
  }
});

test.each([
  ["a form that breaks off", "/login", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=a\r\n"],
  ["a form without a boundary", "/login", "multipart/form-data", "x"],
  ["JSON that is none", "/api/auth/callback/credentials", "application/json", "{"],
])("%s is refused as a bad request, not taken for a failure of ours", async (_, path, type, body) => {
  const response = await fetch(`${web}${path}`, { method: "POST", body, headers: { origin: web, "content-type": type } });
  expect(response.status).toBe(400);
});
