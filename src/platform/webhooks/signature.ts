// What proves that an event comes from us: HMAC-SHA256 over the time and the very bytes of the body,
// under a secret that only the endpoint's owner and we can know. Secrets are not stored: each follows
// from a key of the configuration, the endpoint and a number.
import { createHmac, hkdfSync, type KeyObject } from 'node:crypto';

export const SIGNATURE_HEADER = 'tenner-signature';

/** The secret of an endpoint with that number. */
export function secretOf(key: KeyObject, endpointId: string, number: number): string {
  const info = `tenner webhook ${endpointId} ${String(number)}`;
  const bytes = Buffer.from(hkdfSync('sha256', key, '', info, 32));
  return `whsec_${bytes.toString('base64url')}`;
}

/** The value of the header: `t=<seconds>,v1=<hex>`, with one `v1` for each secret that is live. */
export function signatureOf(body: string, at: Date, secrets: readonly string[]): string {
  const time = String(Math.floor(at.getTime() / 1000));
  const signed = secrets.map((secret) =>
    createHmac('sha256', secret).update(`${time}.${body}`).digest('hex'),
  );
  return [`t=${time}`, ...signed.map((hex) => `v1=${hex}`)].join(',');
}
