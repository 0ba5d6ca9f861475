import { connect } from "node:net";
import { expect, test } from "vitest";
import { startOwnWeb } from "@/tests/support/own-web";

test("on SIGTERM web finishes what it has begun, takes nothing new, and ends well", { timeout: 60_000 }, async () => {
  const web = await startOwnWeb();
  const body = "{}";
  let answer = "";
  const socket = connect(Number(new URL(web.url).port), "127.0.0.1");
  const closed = new Promise((resolve) => socket.on("close", resolve));
  socket.on("data", (chunk) => (answer += chunk.toString()));
  const head = `POST /api/stripe/webhook HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: ${body.length}\r\n\r\n`;
  const begun = new Promise((resolve) => socket.once("data", resolve));
  socket.write(head);
  await begun;
  web.process.kill("SIGTERM");
  await expect
    .poll(() =>
      fetch(`${web.url}/api/health/live`).then(
        () => "served",
        () => "refused",
      ),
    )
    .toBe("refused");
  socket.write(body);
  await closed;
  expect(answer).toContain("HTTP/1.1 400 Bad Request");
  expect(await web.ended).toBe(0);
});

test("a port that is taken is said in one line", { timeout: 60_000 }, async () => {
  const first = await startOwnWeb();
  const { port } = new URL(first.url);
  await expect(startOwnWeb({ PORT: port, PUBLIC_URL: first.url })).rejects.toThrow("web cannot listen");
  await first.stop();
});
