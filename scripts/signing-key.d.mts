// The shape of what tests take from signing-key.mjs.

/** A new Ed25519 private key: PKCS8 in PEM. */
export function newSigningKey(): string;

/** The key kept in `file`, which is made when it is missing. */
export function keptSigningKey(file: string): string;
