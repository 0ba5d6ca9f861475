/** What a wrapped private key is bound to. */
export const wrappingContext = (connectionId: string, keyId: string): string => `connection-key:${connectionId}:${keyId}`;
