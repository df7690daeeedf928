// How a receiver knows that an event comes from Tenner: the signature is over the time and the very
// bytes of the body, so they are checked before anything is parsed. A file without dependencies, to be
// copied.
import { createHmac, timingSafeEqual } from 'node:crypto';

const TOLERANCE_SECONDS = 300;

/**
 * The event in a body, if the header `Tenner-Signature` signs it under one of the secrets and is at
 * most five minutes old; throws otherwise. The same event may come twice: remember its `id`.
 */
export function verifyWebhook(
  body: string | Buffer,
  header: string | undefined,
  secrets: readonly string[],
  now: Date = new Date(),
): unknown {
  const fields = (header ?? '').split(',').map((field) => field.split('='));
  const times = fields.flatMap(([name, value]) => (name === 't' && value ? [value] : []));
  const offered = fields.flatMap(([name, value]) =>
    name === 'v1' && value && /^[0-9a-f]{64}$/.test(value) ? [Buffer.from(value, 'hex')] : [],
  );
  const [time = ''] = times;
  if (times.length !== 1 || !/^\d{1,12}$/.test(time)) throw new Error('The signature has no time.');
  if (Math.abs(now.getTime() / 1000 - Number(time)) > TOLERANCE_SECONDS) {
    throw new Error('The signature is too old, or from the future.');
  }
  const genuine = secrets.some((secret) => {
    const expected = createHmac('sha256', secret).update(`${time}.`).update(body).digest();
    return offered.some((each) => timingSafeEqual(each, expected));
  });
  if (!genuine) throw new Error('The signature is not of this body.');
  return JSON.parse(body.toString());
}
