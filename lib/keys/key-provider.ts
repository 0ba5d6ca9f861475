/**
 * What wraps the connections' private keys. A provider keeps its root keys to itself: callers hand in a key to wrap and get
 * bytes that are worthless without the provider. An HSM or a cloud's key service is one more file that has this shape.
 */
export interface KeyProvider {
  /** The root key that `wrap` uses. */
  readonly currentKeyId: string;
  /** Whether `unwrap` can work for this root key. */
  holds(keyId: string): boolean;
  /** Encrypts `plain` and binds it to `context`: unwrapping under another context fails. */
  wrap(plain: Uint8Array, context: string): Promise<{ keyId: string; wrapped: Uint8Array }>;
  /** @throws Error naming the root key when the provider lacks it, or when the bytes or the context are not those that were wrapped. */
  unwrap(keyId: string, wrapped: Uint8Array, context: string): Promise<Uint8Array>;
}
