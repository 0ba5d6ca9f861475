import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { findFreePort, isPortFree } from "@/scripts/free-port";

test("two hundred searches at once are given two hundred ports", async () => {
  const ports = await Promise.all(Array.from({ length: 200 }, () => findFreePort()));
  expect(new Set(ports).size).toBe(200);
});

test("a port that is listened on is not given, even when it is preferred", async () => {
  const port = await findFreePort();
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  expect(await isPortFree(port)).toBe(false);
  expect(await findFreePort(port)).not.toBe(port);
});

test("a port that was used before and is free again is given again", async () => {
  const port = await findFreePort();
  expect(await findFreePort(port)).toBe(port);
});
