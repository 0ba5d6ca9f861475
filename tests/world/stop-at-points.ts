import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Where the worker tells of each point that it passes, and waits to be let on; see lib/base/points.ts. */
export async function openPoints() {
  const passed: string[] = [];
  let armed: { name: string; passes: number; reached: () => void } | null = null;
  const held = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    let name = "";
    request.on("data", (part: Buffer) => {
      name += part.toString();
    });
    request.on("end", () => {
      passed.push(name);
      if (armed?.name !== name) return void response.end();
      armed.passes -= 1;
      if (armed.passes > 0) return void response.end();
      held.add(response);
      const { reached } = armed;
      armed = null;
      reached();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Every point that was passed since the last call, in order. */
    takePassed: () => passed.splice(0),
    /** Holds the worker at the n-th pass of a point. Fulfilled when it stands there. */
    stopAt: (name: string, passes = 1) =>
      new Promise<void>((reached) => {
        armed = { name, passes, reached };
      }),
    /** Lets whoever stands at a point go on, and disarms. */
    letGo: () => {
      armed = null;
      for (const response of held) response.end();
      held.clear();
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
export type Points = Awaited<ReturnType<typeof openPoints>>;
