/**
 * What wraps the connections' private keys. A provider keeps its root keys to itself: callers hand in a key to wrap and get
 * bytes that are worthless without the provider. An HSM or a cloud's key service is one more file that has this shape.
 */
export interface KeyProvider {
  /** The root key that `wrap` uses: the newest that this process has seen. */
  readonly currentKeyId: string;
  /** Whether `unwrap` can work for this root key, looking anew at what other processes have made and destroyed meanwhile. */
  holds(keyId: string): Promise<boolean>;
  /** Encrypts `plain` and binds it to `context`: unwrapping under another context fails. Where the current key is gone, by the newest there is. */
  wrap(plain: Uint8Array, context: string): Promise<{ keyId: string; wrapped: Uint8Array }>;
  /**
   * A root key that is not known yet is looked for anew, once.
   * @throws Error naming the root key when the provider lacks it, or when the bytes or the context are not those that were wrapped.
   */
  unwrap(keyId: string, wrapped: Uint8Array, context: string): Promise<Uint8Array>;
  /** Makes a root key and uses it from now on. Other processes go on with the older one until they look anew. Returns its id. */
  makeKey(): Promise<string>;
  /**
   * Destroys a root key that nothing is wrapped by any more; destroying it again changes nothing.
   * @throws Error for the current one.
   */
  destroyKey(keyId: string): Promise<void>;
}
