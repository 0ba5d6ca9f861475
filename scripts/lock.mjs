import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * When a process began, in the system's own notation, or null when there is no such process.
 * A pid together with this names one process for good: pids come round again, pairs of the two do not.
 * @param {number} pid
 * @returns {string | null}
 */
export function startOf(pid) {
  try {
    if (process.platform !== "linux") {
      return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || null;
    }
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

/**
 * Takes a lock on behalf of this process. The file appears whole or not at all, and one left by a process
 * that has died counts for nothing, so that a kill -9 never needs a hand to clean up.
 * @param {string} file
 * @returns {{ release: () => void } | { holder: number }} the lock, or the pid of the process that has it
 */
export function takeLock(file) {
  const mine = `${process.pid} ${startOf(process.pid)} ${randomUUID()}`;
  const draft = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  for (;;) {
    writeFileSync(draft, mine, { mode: 0o600 });
    try {
      linkSync(draft, file);
      return { release: () => read(file) === mine && rmSync(file, { force: true }) };
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    } finally {
      rmSync(draft, { force: true });
    }
    const held = read(file);
    if (held === null) continue;
    const [pid, start] = held.split(" ");
    if (startOf(Number(pid)) === start) return { holder: Number(pid) };
    discard(file, held);
  }
}

/** Removes the lock that was judged dead, and only that one: one taken in the meantime is put back. */
function discard(file, dead) {
  const aside = `${file}.${process.pid}.dead`;
  try {
    renameSync(file, aside);
    if (read(aside) !== dead) linkSync(aside, file);
  } catch (error) {
    if (error.code !== "ENOENT" && error.code !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/**
 * Waits until the lock is free and takes it.
 * @param {string} file
 * @param {(holder: number) => void} [onWait] told once, with the pid waited for
 * @returns {Promise<{ release: () => void }>}
 */
export async function waitForLock(file, onWait) {
  for (let told = false; ; told = true) {
    const lock = takeLock(file);
    if ("release" in lock) return lock;
    if (!told) onWait?.(lock.holder);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}
