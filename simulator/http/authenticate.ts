// Who is calling: the key of a Bearer or Basic Authorization header, compared in constant time. A
// browser's publishable key opens only the endpoints that say so; anything else is a 401 in
// Stripe's words, and a wrong key is never echoed in full.
import { createHash, timingSafeEqual } from 'node:crypto';
import { unauthorized } from '../core/errors.js';
import type { Settings } from '../settings.js';
import type { KeyKind } from './route.js';

function same(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

function presented(header: string | undefined): string {
  const [scheme = '', value = ''] = (header ?? '').split(' ', 2);
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return '';
  return Buffer.from(value, 'base64').toString('utf8').split(':', 1)[0] ?? '';
}

/** The kind of key in an Authorization header. Throws a 401 fault for none or a wrong one. */
export function authenticate(header: string | undefined, settings: Settings): KeyKind {
  const key = presented(header);
  if (key === '') {
    throw unauthorized(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  }
  if (same(key, settings.secretKey)) return 'secret';
  if (same(key, settings.publishableKey)) return 'publishable';
  throw unauthorized(`Invalid API Key provided: ${key.slice(0, 8)}****`);
}

/** Refuses a publishable key where only the secret one will do. */
export function refuseAccess(needed: KeyKind, has: KeyKind): void {
  if (needed === 'publishable' || has === 'secret') return;
  throw unauthorized(
    'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.',
    'secret_key_required',
  );
}
