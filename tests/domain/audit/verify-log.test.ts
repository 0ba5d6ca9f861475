import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { closeDatabases } from "@/db/client";
import { type VerifyOptions, verifyLog } from "@/lib/audit/verify-log";
import { newId } from "@/lib/base/ids";
import { localKeyring } from "@/lib/keys/local-keyring";
import { makeSigningPair } from "@/lib/keys/signing";
import { chainAnew, givenLines, logKey, type Rows, rowsNow, signAnew, sourceOf } from "./given-log";

/** Nine lines, a checkpoint after every third: that after the sixth is the one which is kept elsewhere. */
let honest: Rows;
let kept: VerifyOptions["kept"];
const own = () => localKeyring().signing("log-signing");
const stranger = await makeSigningPair();

beforeAll(async () => {
  for (let round = 0; round < 3; round += 1) await givenLines(3);
  honest = await rowsNow();
  kept = [{ name: "kept.jws", jws: honest.checkpoints[1]?.jws ?? "" }];
});
afterAll(async () => {
  vi.useRealTimers();
  await closeDatabases();
});

const copy = () => structuredClone({ ...honest, links: [] }) as Rows;
function attacked(attack: (rows: Rows) => void): Rows {
  const rows = copy();
  rows.links = honest.links.map((link) => ({ ...link, line: link.line && { ...link.line } }));
  attack(rows);
  return rows;
}
const verify = (rows: Rows, options: Partial<VerifyOptions> = {}) => verifyLog(sourceOf(rows), { keys: logKey(), kept, ...options });
const lineAt = ({ links }: Rows, place: number) => {
  const line = links[place - 1]?.line;
  if (!line) throw new Error("no such line");
  return line;
};
const swap = ({ links }: Rows, one: number, other: number) => {
  const [a, b] = [links[one - 1], links[other - 1]];
  if (a && b) [links[one - 1], links[other - 1]] = [b, a];
};

test("an honest log is intact, and it is said how far a kept checkpoint vouches for it", async () => {
  expect(await verify(honest)).toMatchObject({ result: "intact", lines: 9, first: 1, last: 9, checkpoints: 3, vouchedThrough: 6 });
  expect(await verify(honest, { kept: [] })).toMatchObject({ result: "intact", vouchedThrough: 0 });
});

describe("without any checkpoint or key, what was not chained anew shows", () => {
  test.each<[string, string, number, (rows: Rows) => void]>([
    ["altered", "line_altered", 4, (rows) => Object.assign(lineAt(rows, 4), { reason: "other" })],
    ["given to somebody else", "line_altered", 4, (rows) => Object.assign(lineAt(rows, 4), { actor: "system:other" })],
    ["given another sealed part", "line_altered", 4, (rows) => Object.assign(lineAt(rows, 4), { personal: Buffer.alloc(40) })],
    ["given other facts", "line_altered", 4, (rows) => Object.assign(lineAt(rows, 4), { facts: { count: 2 } })],
    ["removed", "line_missing", 4, (rows) => Object.assign(rows.links[3] ?? {}, { line: null })],
    ["removed with its place", "link_missing", 4, (rows) => rows.links.splice(3, 1)],
    ["swapped with the next", "link_missing", 4, (rows) => swap(rows, 4, 5)],
    ["put in between", "link_missing", 5, (rows) => rows.links.splice(4, 0, { ...(rows.links[3] ?? never()) })],
    ["shown as another's", "line_missing", 4, (rows) => Object.assign(lineAt(rows, 4), { id: newId() })],
    ["cut off at the end", "truncated", 8, (rows) => rows.links.splice(7)],
  ])("a line that was %s: %s at %i", async (_, because, at, attack) => {
    expect(await verify(attacked(attack), { keys: null, kept: [] })).toEqual({ result: "broken", because, at });
  });
});

describe("the chain was made to hold again: a signed checkpoint shows it", () => {
  test.each<[string, (rows: Rows) => void]>([
    ["altered", (rows) => Object.assign(lineAt(rows, 4), { reason: "other" })],
    ["removed", (rows) => rows.links.splice(3, 1)],
    ["reordered", (rows) => swap(rows, 4, 5)],
    [
      "inserted",
      (rows) => {
        const line = { ...lineAt(rows, 4), id: newId() };
        rows.links.splice(4, 0, { sequence: 0, hash: "", lineId: line.id, line });
      },
    ],
  ])("a line that was %s", async (_, attack) => {
    const rows = attacked(attack);
    chainAnew(rows);
    expect(await verify(rows)).toMatchObject({ result: "broken", because: "forked", at: 6, name: "kept.jws" });
    expect(await verify(rows, { kept: [] })).toMatchObject({ result: "broken", because: "checkpoint_differs", at: 6 });
  });
});

describe("the checkpoints in the log were forged as well", () => {
  const rewritten = async (key: object, from = 1) => {
    const rows = attacked((it) => Object.assign(lineAt(it, 4), { reason: "other" }));
    chainAnew(rows);
    await signAnew(rows, key, from);
    return rows;
  };
  test("by a key of one's own: the log's key shows it, and a kept checkpoint does too, without any key", async () => {
    const rows = await rewritten(stranger.privateJwk);
    expect(await verify(rows, { kept: [] })).toMatchObject({ because: "checkpoint_forged", at: 1 });
    expect(await verify(rows, { keys: null })).toMatchObject({ because: "forked", at: 6, name: "kept.jws" });
    expect(await verify(rows, { keys: null, kept: [] })).toMatchObject({ result: "intact" });
  });
  test("by the log's own key: a kept checkpoint shows it, and nothing else could", async () => {
    const rows = await rewritten(own());
    expect(await verify(rows)).toMatchObject({ because: "forked", at: 6, name: "kept.jws" });
    expect(await verify(rows, { kept: [] })).toMatchObject({ result: "intact" });
  });
  test("a tail that was rewritten above the kept checkpoint shows by the next one's signature; below it nothing was touched", async () => {
    const rows = attacked((it) => Object.assign(lineAt(it, 8), { reason: "other" }));
    chainAnew(rows);
    expect(await verify(rows)).toMatchObject({ because: "checkpoint_differs", at: 9 });
    await signAnew(rows, stranger.privateJwk, 3);
    expect(await verify(rows)).toMatchObject({ because: "checkpoint_forged", at: 3 });
    rows.checkpoints.pop();
    // This cannot be told: it is why vouchedThrough is said.
    expect(await verify(rows)).toMatchObject({ result: "intact", last: 9, vouchedThrough: 6 });
  });
});

describe("history was cut or forked", () => {
  test("lines and checkpoints were dropped to below the kept one", async () => {
    const rows = attacked((it) => {
      it.links.splice(4);
      it.checkpoints.splice(1);
    });
    expect(await verify(rows)).toMatchObject({ because: "truncated", at: 6, name: "kept.jws" });
  });
  test("everything was dropped, or begun anew", async () => {
    expect(await verify({ tombstones: [], checkpoints: [], links: [] })).toMatchObject({ because: "truncated", name: "kept.jws" });
  });
  test("a checkpoint in the middle was dropped", async () => {
    expect(await verify(attacked((it) => it.checkpoints.splice(0, 1)))).toMatchObject({ because: "checkpoint_missing", at: 1 });
  });
  test("two kept checkpoints that lie on no one chain: of one place, of one number, or in an order turned round", async () => {
    const other = attacked((it) => Object.assign(lineAt(it, 2), { reason: "other" }));
    chainAnew(other);
    await signAnew(other, own());
    for (const number of [1, 2, 3]) {
      const fork = { name: "fork.jws", jws: other.checkpoints[number - 1]?.jws ?? "" };
      expect(await verify(honest, { kept: [...kept, fork] }), `number ${number}`).toMatchObject({ because: "forked", name: "fork.jws" });
    }
  });
});

describe("a kept checkpoint is none", () => {
  test.each<[string, (jws: string) => string]>([
    ["of another key", () => ""],
    ["with another payload", (jws) => jws.replace(/\.[^.]+\./, `.${Buffer.from('{"sequence":6}').toString("base64url")}.`)],
    ["with no signature", (jws) => `${jws.split(".").slice(0, 2).join(".")}.`],
    ["whose header names no algorithm", (jws) => `${Buffer.from('{"alg":"none"}').toString("base64url")}.${jws.split(".")[1]}.`],
    ["empty", () => ""],
    ["a text", () => "not a checkpoint"],
  ])("%s", async (name, forge) => {
    const rows = attacked(() => undefined);
    await signAnew(rows, stranger.privateJwk);
    const jws = name === "of another key" ? (rows.checkpoints[1]?.jws ?? "") : forge(kept[0]?.jws ?? "");
    expect(await verify(honest, { kept: [{ name: "kept.jws", jws }] })).toEqual({
      result: "broken",
      because: "kept_forged",
      at: 0,
      name: "kept.jws",
    });
  });
});

function never(): never {
  throw new Error("no such place");
}
