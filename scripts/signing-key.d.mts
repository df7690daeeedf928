// The shape of what tests take from signing-key.mjs.

/** A new Ed25519 private key: PKCS8 in PEM. */
export function newSigningKey(): string;

/** The key kept in `file`, which is made when it is missing. */
export function keptSigningKey(file: string): string;

/** Thirty-two new random bytes in base64: the pepper of PINs, for example. */
export function newSecret(): string;

/** The random bytes kept in `file`, which are made when it is missing. */
export function keptSecret(file: string): string;
