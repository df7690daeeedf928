// The shape of what tests and the web client take from check-gift.mjs.

/**
 * What is wrong with a proof, in words; nothing when the draw is right. `seen` is the commitment that was on
 * the card while the gift was open.
 */
export function checkGift(proof: unknown, seen?: string | null): Promise<string[]>;
