import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "@/scripts/root";
import { type Answered, ask } from "@/tests/support/ask";

/** Long, as browsers make it: a short one could stand in a field. */
const boundary = "----form-of-this-test";

export interface BuiltAction {
  id: string;
  name: string;
  /** The file that it is written in. */
  file: string;
  /** A page that can call it. */
  page: string;
}

interface Manifest {
  node: Record<string, { exportedName: string; filename: string; workers: Record<string, unknown> }>;
}

/** Every server action of the build, whether or not a page shows a form for it. */
export function builtActions(): BuiltAction[] {
  const { node } = JSON.parse(readFileSync(join(root, ".next", "server", "server-reference-manifest.json"), "utf8")) as Manifest;
  return Object.entries(node).map(([id, { exportedName, filename, workers }]) => {
    const [page = ""] = Object.keys(workers);
    return {
      id,
      name: exportedName,
      file: filename,
      page:
        page
          .slice("app".length, -"/page".length)
          .replace(/\/\([^)]*\)/g, "")
          .replace(/\[[^\]]+\]/g, "x") || "/",
    };
  });
}

/** Calls an action as Next's router would, with a form's fields: no page and no form is asked for. */
export async function callAction(
  web: string,
  { id, path, fields = {}, headers = {} }: { id: string; path: string; fields?: Record<string, string>; headers?: Record<string, string> },
): Promise<Answered> {
  const parts = [...Object.entries(fields).map(([name, value]) => [`_1_${name}`, value]), ["0", '[{"status":"idle"},"$K1"]']];
  const body = parts.map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join("");
  return await ask(web, path, {
    method: "POST",
    headers: { "next-action": id, accept: "text/x-component", "content-type": `multipart/form-data; boundary=${boundary}`, ...headers },
    body: `${body}--${boundary}--\r\n`,
  });
}
