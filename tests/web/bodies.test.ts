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

test("what is no HTTP, or none that is used here, is refused with the headers of any reply", async () => {
  const answers = await Promise.all([
    raw("GET / NONSENSE/1.1\r\n\r\n"),
    raw(`GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${"x".repeat(20_000)}\r\n\r\n`),
    raw("BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    raw("TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    raw("CONNECT localhost:443 HTTP/1.1\r\nHost: localhost\r\n\r\n"),
  ]);
  expect(answers.map((answer) => answer.slice(9, 12))).toEqual(["400", "431", "405", "405", "405"]);
  for (const answer of answers) expect(answer).toContain("Content-Security-Policy: default-src 'none'");
});

test.each([
  ["a form that breaks off", "/login", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=a\r\n"],
  ["a form without a boundary", "/login", "multipart/form-data", "x"],
  ["JSON that is none", "/api/auth/callback/credentials", "application/json", "{"],
])("%s is refused as a bad request, not taken for a failure of ours", async (_, path, type, body) => {
  const response = await fetch(`${web}${path}`, { method: "POST", body, headers: { origin: web, "content-type": type } });
  expect(response.status).toBe(400);
});
