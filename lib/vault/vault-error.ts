/** Why a credential was not opened. A code only: nothing of the credential or its keys. */
export class VaultError extends Error {
  readonly why: "frozen" | "missing" | "row_signature" | "header" | "replayed" | "key_destroyed" | "unreadable";

  constructor(why: VaultError["why"]) {
    super(`credential not opened: ${why}`);
    this.name = "VaultError";
    this.why = why;
  }
}
