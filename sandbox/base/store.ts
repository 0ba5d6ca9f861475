import { type Change, readJournal, startJournal } from "@/sandbox/base/journal";

export interface Table<T> {
  get(id: string | number): T | undefined;
  /** In the order in which they were first put. */
  all(): T[];
  entries(): [id: string, value: T][];
  put(id: string | number, value: T): void;
  remove(id: string | number): void;
}

export interface Store {
  table<T extends object>(name: string): Table<T>;
  /** Runs the work as one change: all of it is on disk when this returns, none of it when it throws. Nests. */
  transact<T>(work: () => T): T;
  close(): void;
}

/**
 * The doubles' memory: documents in named tables, kept in a journal. Work is synchronous, so nobody sees a
 * half-made change. Values are shared, never copied: replace a document, do not alter it.
 */
export function openStore(path: string): Store {
  const tables = new Map<string, Map<string, unknown>>();
  const rowsOf = (name: string) => {
    const rows = tables.get(name) ?? new Map<string, unknown>();
    tables.set(name, rows);
    return rows;
  };
  const apply = ([name, id, value]: Change) => {
    if (value === null) rowsOf(name).delete(id);
    else rowsOf(name).set(id, value);
  };
  for (const change of readJournal(path)) apply(change);
  const kept = [...tables].flatMap(([name, rows]) => [...rows].map(([id, value]): Change => [name, id, value]));
  const journal = startJournal(path, kept);

  let open: { done: Change[]; undo: Change[] } | null = null;

  const transact = <T>(work: () => T): T => {
    if (open) return work();
    const mine: { done: Change[]; undo: Change[] } = { done: [], undo: [] };
    open = mine;
    try {
      const result = work();
      if (mine.done.length > 0) journal.append(mine.done);
      return result;
    } catch (error) {
      for (const change of mine.undo.toReversed()) apply(change);
      throw error;
    } finally {
      open = null;
    }
  };

  const write = (name: string, id: string, value: unknown) =>
    transact(() => {
      const change: Change = [name, id, value];
      open?.undo.push([name, id, rowsOf(name).get(id) ?? null]);
      open?.done.push(change);
      apply(change);
    });

  return {
    transact,
    close: journal.close,
    table: <T extends object>(name: string): Table<T> => ({
      get: (id) => rowsOf(name).get(String(id)) as T | undefined,
      all: () => [...rowsOf(name).values()] as T[],
      entries: () => [...rowsOf(name)] as [string, T][],
      put: (id, value) => write(name, String(id), value),
      remove: (id) => write(name, String(id), null),
    }),
  };
}
