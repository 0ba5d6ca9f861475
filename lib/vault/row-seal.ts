import { signWith, verifySigned } from "@/lib/keys/signing";

/** A stored credential as its row has it. */
export interface CredentialRow {
  connectionId: string;
  accountId: string;
  version: number;
  jwe: string;
  signer: "web" | "worker";
}

const written = ({ connectionId, accountId, version, jwe, signer }: CredentialRow) =>
  JSON.stringify([connectionId, accountId, version, signer, jwe]);

/** Signs a row, so that one put into the database by anybody else is noticed. */
export async function signRow(signingKey: object, row: CredentialRow): Promise<string> {
  return await signWith(signingKey, written(row));
}

/** Whether this very row was signed by the holder of the key. */
export async function isRowSigned(publicKey: object, row: CredentialRow, signature: string): Promise<boolean> {
  return (await verifySigned(publicKey, signature)) === written(row);
}
