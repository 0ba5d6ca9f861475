import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { startOwnWeb } from "@/tests/support/own-web";
import { waitFor } from "@/tests/support/wait-for";

/** Each web of a test's own starts within this, also on a busy machine. */
const patience = 240_000;

/** Whether the port takes a connection, asked without the connections that an HTTP client keeps. */
const takesConnections = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      resolve(true);
      socket.destroy();
    });
    socket.on("error", () => resolve(false));
  });

test("on SIGTERM web finishes what it has begun, takes nothing new, and ends well", { timeout: patience }, async () => {
  const web = await startOwnWeb();
  onTestFinished(web.stop);
  const body = "{}";
  let answer = "";
  const port = Number(new URL(web.url).port);
  const socket = connect(port, "127.0.0.1");
  const closed = new Promise((resolve) => socket.on("close", resolve));
  socket.on("data", (chunk) => (answer += chunk.toString()));
  const head = `POST /api/stripe/webhook HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: ${body.length}\r\n\r\n`;
  const begun = new Promise((resolve) => socket.once("data", resolve));
  socket.write(head);
  await begun;
  web.process.kill("SIGTERM");
  await waitFor("web takes nothing new", async () => !(await takesConnections(port)), { withinMs: patience / 2 });
  socket.write(body);
  await closed;
  expect(answer).toContain("HTTP/1.1 400 Bad Request");
  expect(await web.ended).toBe(0);
});

test("a port that is taken is said in one line", { timeout: patience }, async () => {
  const first = await startOwnWeb();
  onTestFinished(first.stop);
  const { port } = new URL(first.url);
  await expect(startOwnWeb({ PORT: port, PUBLIC_URL: first.url })).rejects.toThrow("web cannot listen");
});
