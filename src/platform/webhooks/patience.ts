// How long is waited before something is tried again, and when it is given up. Pure arithmetic.

/** A day of trying; the give-up time is kept with the delivery. */
export const GIVE_UP_HOURS = 24;
/** So many failures in a row open an endpoint's circuit. */
export const CIRCUIT_FAILURES = 5;

const FIRST_SECONDS = 5;
const LONGEST_SECONDS = 4 * 3600;
const CIRCUIT_FIRST_SECONDS = 10;
const CIRCUIT_LONGEST_SECONDS = 300;

/**
 * Seconds until the next attempt after so many: doubling, at most four hours, and a fifth more or less
 * by chance (0 to 1), so that what failed together does not come back together.
 */
export function pauseAfter(attempts: number, chance: number): number {
  const pause = Math.min(FIRST_SECONDS * 2 ** (attempts - 1), LONGEST_SECONDS);
  return pause * (0.8 + 0.4 * chance);
}

/** Seconds for which an endpoint is left alone after so many failures in a row; 0 is not at all. */
export function restAfter(failures: number): number {
  if (failures < CIRCUIT_FAILURES) return 0;
  const rest = CIRCUIT_FIRST_SECONDS * 2 ** (failures - CIRCUIT_FAILURES);
  return Math.min(rest, CIRCUIT_LONGEST_SECONDS);
}
