// The signature Stripe puts on a webhook: `t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">` with
// the endpoint's secret. The time is the real one, not the simulator's, because the receiver
// compares it with its own clock.
import { createHmac } from 'node:crypto';

/** The value of the Stripe-Signature header for a raw body. `seconds` is real Unix time. */
export function signatureHeader(body: string, secret: string, seconds: number): string {
  const digest = createHmac('sha256', secret)
    .update(`${String(seconds)}.${body}`)
    .digest('hex');
  return `t=${String(seconds)},v1=${digest}`;
}
