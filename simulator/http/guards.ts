// What a call must satisfy besides its key: a version of the interface that is spoken here, an
// account that the platform may act for, and, where that is switched on, the rate limits of a
// sandbox. All of them refuse before anything runs.
import Stripe from 'stripe';
import { invalidRequest, type StripeFault } from '../core/errors.js';
import { PLATFORM } from '../core/journal.js';
import type { Store } from '../core/store.js';

/** Monthly releases under one name are compatible, so all of the SDK's own name are spoken. */
const RELEASE = Stripe.API_VERSION.split('.')[1] ?? '';

/** The version a call is answered in; throws for one that is not spoken here. */
export function versionOf(header: string | undefined): string {
  if (header === undefined) return Stripe.API_VERSION;
  const [date = '', name] = header.split('.', 2);
  if (/^\d{4}-\d{2}-\d{2}$/.test(date) && name === RELEASE) return header;
  throw invalidRequest(`Invalid Stripe API version: ${header}`);
}

/** The account a call acts for; throws a 403 for one that the platform is not connected with. */
export function accountOf(header: string | undefined, store: Store, platform: string): string {
  if (header === undefined || header === '' || header === platform) return PLATFORM;
  const account = store.get('account', header);
  if (account !== undefined && account.deleted !== true) return header;
  throw invalidRequest(
    `The provided key 'sk_test_****' does not have access to account '${header}' (or that account does not exist). Application access may have been revoked.`,
    { status: 403, code: 'account_invalid' },
  );
}

/** How many calls a second a sandbox takes, of one endpoint and of all. */
const PER_SECOND = 25;
const WINDOW_MS = 1000;

export function rateLimitFault(): StripeFault {
  return invalidRequest(
    'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.',
    { status: 429, code: 'rate_limit' },
  );
}

/** Stripe's answer while something else holds the object; 429 as documented, 409 as once seen. */
export function lockFault(status: 409 | 429): StripeFault {
  return invalidRequest(
    'This object cannot be accessed right now because another API request or Stripe process is currently accessing it. If you see this error intermittently, retry the request. If you see this error frequently and are making multiple concurrent requests to a single object, make your requests serially or at a lower rate. For more details, see https://stripe.com/docs/rate-limits#object-lock-timeouts.',
    { status, code: 'lock_timeout' },
  );
}

/** Counts calls in a sliding second of real time. */
export class RateLimits {
  private readonly calls = new Map<string, number[]>();

  constructor(private readonly enabled: boolean) {}

  /** Why this call is one too many, in the words of Stripe's header; null when it is not. */
  excess(endpoint: string): 'endpoint-rate' | 'global-rate' | null {
    if (!this.enabled) return null;
    const since = Date.now() - WINDOW_MS;
    const recent = (name: string): number[] =>
      (this.calls.get(name) ?? []).filter((time) => time > since);
    const [here, all] = [recent(endpoint), recent('')];
    if (here.length >= PER_SECOND) return 'endpoint-rate';
    if (all.length >= PER_SECOND) return 'global-rate';
    this.calls.set(endpoint, [...here, Date.now()]);
    this.calls.set('', [...all, Date.now()]);
    return null;
  }
}
