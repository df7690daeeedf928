// The simulator's clock. Everything dated here (objects, balance availability, expiry of keys and
// of authorisations) reads it, so a test can move a week ahead without waiting. It only ever moves
// forward, and the distance it was moved survives a restart through the journal.

/** Seconds since the epoch, plus whatever tests advanced. */
export class Clock {
  constructor(private offset = 0) {}

  /** The time now, in whole seconds since the epoch. */
  now(): number {
    return Math.floor(Date.now() / 1000) + this.offset;
  }

  /** Moves the clock forward by `seconds` (a positive whole number) and returns the total offset. */
  advance(seconds: number): number {
    this.offset += seconds;
    return this.offset;
  }
}
