// When a payment is to arrive, as it is chosen, asked for and told.
import type { SendMoneyBody } from '../../../src/payments/contract.js';
import { deadline } from '../ui/time.js';

export type Arrival = Pick<SendMoneyBody, 'delay' | 'arrivesAt'>;

/** What the choice asks for; undefined while a time is yet to be given. */
export function arrivalIn(chosen: string): Arrival | undefined {
  if (chosen === '') return {};
  if (chosen === '2h' || chosen === '24h') return { delay: chosen };
  const at = new Date(chosen);
  return Number.isNaN(at.getTime()) ? undefined : { arrivesAt: at.toISOString() };
}

/** "At once", "In 2 hours" or the time. */
export function arrivalWords({ delay, arrivesAt }: Arrival, source: 'balance' | 'card'): string {
  if (delay !== undefined) return delay === '2h' ? 'In 2 hours' : 'In 24 hours';
  if (arrivesAt !== undefined) return deadline(arrivesAt);
  return source === 'balance' ? 'At once' : 'When your card has paid';
}
