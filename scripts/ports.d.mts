// The shape of what tests take from ports.mjs; the scripts themselves are plain JavaScript.

/** A port of 127.0.0.1 that was free a moment ago. */
export function freePort(): Promise<number>;
