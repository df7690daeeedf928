// Faults that tests ask for: the next calls of one endpoint, or of all, fail in a chosen way. Some
// are about the answer, some about the connection, some about what the processor remembers. Where
// both make sense, `after` says whether the effect was made before things went wrong.

interface Nature {
  /** Whether the effect is made before things go wrong; `either` leaves it to the test. */
  effect: 'before' | 'after' | 'either';
}

export const FAULTS = {
  error_500_before: { effect: 'before' },
  error_500_saved: { effect: 'before' },
  error_500_after_effect: { effect: 'after' },
  hang: { effect: 'either' },
  drop_connection: { effect: 'after' },
  reset: { effect: 'either' },
  half_body: { effect: 'after' },
  delay_ms: { effect: 'either' },
  lock_409: { effect: 'before' },
  lock_429: { effect: 'before' },
  rate_limit_429: { effect: 'before' },
  key_expiry: { effect: 'before' },
} as const satisfies Record<string, Nature>;

export type FaultMode = keyof typeof FAULTS;
export const FAULT_MODES = Object.keys(FAULTS) as FaultMode[];

export interface Fault {
  method: string;
  /** A path, an endpoint such as `/v1/payment_intents/:id/confirm`, or `*` for all. */
  path: string;
  mode: FaultMode;
  /** How many more calls it strikes; 0 until cleared. */
  times: number;
  /** For `delay_ms`, in milliseconds. */
  ms: number;
  /** Whether the effect is made first, where the mode leaves that open. */
  after: boolean;
  /** The share of calls that it strikes, above 0 and at most 1. */
  rate: number;
  /** Makes the calls that a rate strikes the same in every run. */
  seed: number;
}

/** Numbers from 0 up to 1 that look like chance and are the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Pending extends Fault {
  draw(): number;
}

export class Faults {
  private pending: Pending[] = [];

  /** What still waits to strike, in the order it was asked for. */
  get waiting(): readonly Fault[] {
    return this.pending.map(({ method, path, mode, times, ms, after, rate, seed }) => {
      return { method, path, mode, times, ms, after, rate, seed };
    });
  }

  add(fault: Fault): void {
    this.pending.push({ ...fault, draw: seeded(fault.seed) });
  }

  clear(): void {
    this.pending = [];
  }

  /** The fault that strikes this call, used up by one; undefined when none does. */
  take(method: string, path: string, route: string): Fault | undefined {
    const fault = this.pending.find(
      (each) => each.method === method && ['*', path, route].includes(each.path),
    );
    if (fault === undefined || (fault.rate < 1 && fault.draw() >= fault.rate)) return undefined;
    if (fault.times > 0) {
      fault.times -= 1;
      this.pending = this.pending.filter((each) => each !== fault || each.times > 0);
    }
    return fault;
  }
}

/** Whether a fault leaves the effect of its call in place. */
export function effective(fault: Fault): boolean {
  const { effect } = FAULTS[fault.mode];
  return effect === 'either' ? fault.after : effect === 'after';
}
