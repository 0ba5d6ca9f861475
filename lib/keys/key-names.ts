/** What each key of the keyring is for. A key serves one purpose; a file `<name>.json` holds it and its elders (RFC 7517 key set). */
export const signingKeyNames = ["link-signing", "vault-signing", "row-signing", "log-signing", "evidence-signing"] as const;
export type SigningKeyName = (typeof signingKeyNames)[number];

export const secretKeyNames = ["order-hash", "order-encryption", "feed-addresses"] as const;
export type SecretKeyName = (typeof secretKeyNames)[number];

export const keyNames = [...signingKeyNames, ...secretKeyNames] as const;
export type KeyName = (typeof keyNames)[number];
