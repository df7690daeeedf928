// The shape of what tests take from signing-key.mjs.

/** A new Ed25519 private key: PKCS8 in PEM. */
export function newSigningKey(): string;
