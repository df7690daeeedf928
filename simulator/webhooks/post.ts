// Sending one event to one webhook endpoint, and the ways a test may ask for that to be done wrongly:
// every mode but the first two is a delivery that a careful receiver must refuse.
import { randomBytes } from 'node:crypto';
import { signatureHeader } from './sign.js';

export const SEND_MODES = [
  'again',
  'altered',
  'forged',
  'old',
  'future',
  'other_secret',
  'unsigned',
] as const;
export type SendMode = (typeof SEND_MODES)[number];

export interface Endpoint {
  url: string;
  secret: string;
}

const TIMEOUT_MS = 10_000;
/** Twice the age that receivers commonly allow, in seconds. */
const STALE = 600;

interface Parcel {
  body: string;
  /** Null sends no signature at all. */
  signature: string | null;
}

function parcelOf(body: string, secret: string, mode: SendMode): Parcel {
  const now = Math.floor(Date.now() / 1000);
  const signed = (seconds: number): string => signatureHeader(body, secret, seconds);
  const makers: Record<SendMode, () => Parcel> = {
    again: () => ({ body, signature: signed(now) }),
    altered: () => ({
      body: body.replace('"livemode": false', '"livemode": true') + '\n',
      signature: signed(now),
    }),
    forged: () => ({ body, signature: `t=${String(now)},v1=${randomBytes(32).toString('hex')}` }),
    old: () => ({ body, signature: signed(now - STALE) }),
    future: () => ({ body, signature: signed(now + STALE) }),
    other_secret: () => ({ body, signature: signatureHeader(body, 'whsec_of_another', now) }),
    unsigned: () => ({ body, signature: null }),
  };
  return makers[mode]();
}

/** Posts an event; returns the status of the answer, or null when there was none. */
export async function postEvent(
  event: object,
  { url, secret }: Endpoint,
  stopped: AbortSignal,
  mode: SendMode = 'again',
): Promise<number | null> {
  const { body, signature } = parcelOf(JSON.stringify(event, null, 2), secret, mode);
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Stripe/1.0 (simulator)',
        ...(signature === null ? {} : { 'stripe-signature': signature }),
      },
      signal: AbortSignal.any([stopped, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    // Refused, cut or too slow: the receiver is not there now, so it may be asked again later.
    return null;
  }
}
