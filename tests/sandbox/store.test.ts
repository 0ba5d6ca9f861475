import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStore } from "@/sandbox/base/store";
import { throwawayDirectory } from "@/tests/sandbox/support/given-sandbox";

const givenFile = () => join(throwawayDirectory(), "journal.jsonl");
interface Thing {
  readonly n: number;
}

test("what was stored is there again after the store is opened anew", () => {
  const path = givenFile();
  const store = openStore(path);
  store.table<Thing>("things").put("a", { n: 1 });
  store.table<Thing>("things").put("b", { n: 2 });
  store.table<Thing>("things").remove("a");
  expect(openStore(path).table<Thing>("things").all()).toEqual([{ n: 2 }]);
});

test("work that throws leaves nothing behind, in memory or on disk", () => {
  const path = givenFile();
  const store = openStore(path);
  const things = store.table<Thing>("things");
  things.put("a", { n: 1 });
  const work = () =>
    store.transact(() => {
      things.put("a", { n: 2 });
      things.put("b", { n: 3 });
      throw new Error("no");
    });
  expect(work).toThrow("no");
  expect(things.all()).toEqual([{ n: 1 }]);
  expect(openStore(path).table<Thing>("things").all()).toEqual([{ n: 1 }]);
});

test("a change that a kill has cut short is not there, and does not spoil the next", () => {
  const path = givenFile();
  const store = openStore(path);
  store.table<Thing>("things").put("a", { n: 1 });
  store.close();
  appendFileSync(path, '[["things","b",{"n":2}],["thi');
  const again = openStore(path);
  again.table<Thing>("things").put("c", { n: 3 });
  expect(openStore(path).table<Thing>("things").all()).toEqual([{ n: 1 }, { n: 3 }]);
});

test("opening a store keeps one line for each document that is left", () => {
  const path = givenFile();
  const store = openStore(path);
  for (let n = 0; n < 50; n++) store.table<Thing>("things").put("a", { n });
  openStore(path);
  expect(readFileSync(path, "utf8").trimEnd().split("\n")).toHaveLength(1);
});
