// Whether what the processor says about a charge is about the charge that we asked for.
import type { Config } from '../../shared/config.js';
import type { Money } from '../../shared/money.js';
import type { ProcessorCharge } from '../processor/charges.js';

/** In what the charge differs from what was asked for, in words; undefined when in nothing. */
export function faultOf(
  { amount: { minor, currency } }: { readonly amount: Money },
  charge: ProcessorCharge,
  customerId: string | undefined,
  processor: Config['stripe']['processor'],
): string | undefined {
  if (customerId === undefined) return 'is for a payment that no card pays';
  if (charge.customerId !== customerId) return "is not for the payer's customer";
  if (charge.amount !== minor) return `is for ${String(charge.amount)}, not ${String(minor)}`;
  if (charge.currency !== currency) return `is in ${charge.currency}, not ${currency}`;
  return charge.live === (processor === 'stripe_live') ? undefined : 'is of another mode';
}
