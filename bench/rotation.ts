import { randomInt } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { CompactEncrypt, compactDecrypt, generateKeyPair, type JWK } from "jose";
import type postgres from "postgres";
import { atOnce, givenConnections, type Link } from "@/bench/given-connections";
import type { Figure } from "@/bench/measure";
import type { Bench } from "@/bench/open-bench";
import { benchLogin } from "@/bench/vault";
import { closeDatabases, transaction } from "@/db/client";
import type { KeyTaskKind } from "@/db/queries/key-tasks";
import { askForKeyTask } from "@/lib/oversight/ask-for-key-task";
import { readKeyTask } from "@/lib/oversight/read-keys";
import { contentEncryption, keyAlgorithm, paddedBytes, type SealContext } from "@/lib/vault/header";
import { openCredential } from "@/lib/vault/open-credential";
import { sealCredential } from "@/lib/vault/seal";
import { storeCredential } from "@/lib/vault/store-credential";
import { superuserOf } from "@/scripts/world/superuser";

const connections = 10_000;
const host = { kind: "host", command: "bench" } as const;

/** Opens credentials one after the other and stores a newer one for each until it is told to stop; a failure ends the whole run. */
function load(sql: postgres.Sql, links: Link[]): { stop: () => Promise<number> } {
  let isOver = false;
  let opened = 0;
  const run = async () => {
    while (!isOver) {
      const link = links[randomInt(links.length)] as Link;
      const of = { connectionId: link.connection, accountId: link.member, platform: link.platform, host: link.host };
      const { login, row } = await openCredential(of, { job: "bench", reason: "poll" });
      if (login.kind !== benchLogin.kind || login.password !== benchLogin.password) throw new Error("another login was opened");
      await storeNext(sql, { ...link, version: row.version + 1 });
      opened += 1;
    }
  };
  const running = run();
  running.catch(() => undefined);
  return {
    stop: async () => {
      isOver = true;
      await running;
      return opened;
    },
  };
}

/** Seals for the key that is published at this moment and stores it, as a form does. */
async function storeNext(sql: postgres.Sql, context: SealContext): Promise<void> {
  const [key] = await sql<
    { id: string; jwk: JWK }[]
  >`select key_id as id, public_key as jwk from connections where id = ${context.connection}`;
  if (!key) throw new Error("a connection is gone");
  const jwe = await sealCredential(key.jwk, key.id, context, benchLogin);
  await transaction({ kind: "member", accountId: context.member }, (tx) => storeCredential(tx, key.id, context, jwe));
}

const bareSeal = (publicKey: CryptoKey) =>
  new CompactEncrypt(new Uint8Array(paddedBytes)).setProtectedHeader({ alg: keyAlgorithm, enc: contentEncryption }).encrypt(publicKey);

/** Asks the world's own worker, as the host does, and returns how many milliseconds it took. */
async function carryOut(kind: KeyTaskKind): Promise<number> {
  const began = performance.now();
  const id = await askForKeyTask(host, kind);
  for (;;) {
    const task = await readKeyTask(host, id);
    if (task?.finishedAt) {
      if (task.failed > 0 || task.done !== connections) throw new Error(`${kind}: ${task.done} done, ${task.failed} left as they were`);
      return performance.now() - began;
    }
    await wait(100);
  }
}

/** What a connection's rotation cannot do without, by the library alone: a key pair, an opening and a sealing. */
async function bareRotation(times: number): Promise<number> {
  const earlier = await generateKeyPair(keyAlgorithm, { crv: "P-256", extractable: true });
  const sealed = await bareSeal(earlier.publicKey);
  const began = performance.now();
  for (let left = times; left > 0; left -= 1) {
    const { publicKey } = await generateKeyPair(keyAlgorithm, { crv: "P-256", extractable: true });
    await compactDecrypt(sealed, earlier.privateKey);
    await bareSeal(publicKey);
  }
  return (performance.now() - began) / times;
}

/** Rotates the keys of 10,000 connections, root and own, while credentials are opened and sealed; nothing may fail meanwhile. */
export async function rotation(bench: Bench, say: (line: string) => void): Promise<Figure[]> {
  Object.assign(process.env, bench.world.settings.web, bench.world.settings.worker);
  const sql = superuserOf(bench.world, atOnce);
  try {
    const links = await givenConnections(sql, connections, () => benchLogin);
    const loading = load(sql, links);
    const [root, own] = [await carryOut("rotate-root"), await carryOut("rotate-connections")];
    say(`${connections} connections rotated while ${await loading.stop()} credentials were opened and as many stored, none in vain`);
    const floor = await bareRotation(500);
    const floorName = "key pair, opening and sealing of jose";
    return [
      {
        name: `wrap a connection's key anew (one of ${connections}, under load)`,
        floorName,
        unit: "ms",
        floor,
        measured: root / connections,
      },
      { name: `rotate a connection's key (one of ${connections}, under load)`, floorName, unit: "ms", floor, measured: own / connections },
    ];
  } finally {
    await sql.end();
    await closeDatabases();
  }
}
