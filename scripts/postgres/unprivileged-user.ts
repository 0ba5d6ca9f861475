import { readFileSync } from "node:fs";
import { Failure } from "@/scripts/failure";
import { isRoot } from "@/scripts/home";

export type Identity = { uid: number; gid: number };

/** As whom PostgreSQL runs: root hands over to nobody, since the server refuses root; anyone else stays themselves (null). */
export function unprivilegedUser(): Identity | null {
  if (!isRoot) return null;
  const nobody = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .find(([name]) => name === "nobody");
  const [uid, gid] = [Number(nobody?.[2]), Number(nobody?.[3])];
  if (!uid || !gid)
    throw new Failure("PostgreSQL does not run as root, and this machine has no user `nobody` to run it as. Start as an ordinary user.");
  return { uid, gid };
}
