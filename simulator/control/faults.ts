// Faults that tests ask for: the next calls of one endpoint fail in one of five ways. Two are about
// the answer (a 500 before or after the effect), two about the connection (hanging, or dropped once
// the effect is made), one only takes its time.

export const FAULT_MODES = [
  'error_500_before',
  'error_500_after_effect',
  'hang',
  'drop_connection',
  'delay_ms',
] as const;

export type FaultMode = (typeof FAULT_MODES)[number];

export interface Fault {
  method: string;
  /** A path or an endpoint such as `/v1/payment_intents/:id/confirm`. */
  path: string;
  mode: FaultMode;
  /** How many more calls it strikes. */
  times: number;
  /** For `delay_ms`, in milliseconds. */
  ms: number;
}

export class Faults {
  private pending: Fault[] = [];

  add(fault: Fault): void {
    this.pending.push({ ...fault });
  }

  clear(): void {
    this.pending = [];
  }

  /** The fault that strikes this call, used up by one; undefined when none does. */
  take(method: string, path: string, route: string): Fault | undefined {
    const fault = this.pending.find(
      (each) => each.method === method && (each.path === path || each.path === route),
    );
    if (fault !== undefined) {
      fault.times -= 1;
      this.pending = this.pending.filter((each) => each.times > 0);
    }
    return fault;
  }
}
