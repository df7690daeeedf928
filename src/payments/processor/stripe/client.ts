// Our one connection to Stripe, through its own package, and what its errors mean to us. While Stripe
// does not answer, calls are not even tried for a few seconds, so that nobody waits half a minute for
// a "we do not know" that can be told at once.
import { Inject, Injectable } from '@nestjs/common';
import {
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleType,
  isBrokenCircuitError,
} from 'cockatiel';
import { Stripe } from 'stripe';
import { Clock } from '../../../shared/clock.js';
import { CONFIG, type Config } from '../../../shared/config.js';
import { fromStripeAmount } from '../stripe-amount.js';
import { OutcomeUnknown, type ProcessorMovement, ProcessorRefused } from '../processor.js';

// The package waits 80 s and retries twice by default, far beyond the lease of a call. One retry of
// ten seconds keeps the whole under 25 s, below the lease of 60 s.
const TIMEOUT_MS = 10_000;
// So many calls in a row must fail before none is tried, and so long until one is tried again.
const FAILURES_IN_A_ROW = 8;
const REST_MS = 5000;

@Injectable()
export class StripeClient {
  readonly live: boolean;
  private readonly stripe: Stripe;
  private readonly breaker = circuitBreaker(handleType(OutcomeUnknown), {
    breaker: new ConsecutiveBreaker(FAILURES_IN_A_ROW),
    halfOpenAfter: REST_MS,
  });
  private restsUntil = 0;

  constructor(
    @Inject(CONFIG) readonly config: Config,
    private readonly clock: Clock,
  ) {
    const { secretKey, apiUrl, processor } = config.stripe;
    this.live = processor === 'stripe_live';
    this.stripe = new Stripe(secretKey, {
      timeout: TIMEOUT_MS,
      maxNetworkRetries: 1,
      telemetry: false,
      ...(apiUrl === null ? {} : hostOf(apiUrl)),
    });
    this.breaker.onBreak(() => {
      this.restsUntil = this.clock.now().getTime() + REST_MS;
    });
  }

  // Once the rest is over somebody must be let through to find out, so it counts as worth trying; but
  // only until somebody does. Whoever came meanwhile would wait for that one, and learn nothing new.
  /** Whether calls are worth trying at the moment. */
  get available(): boolean {
    const { state } = this.breaker;
    const resting = this.clock.now().getTime() < this.restsUntil;
    return state === CircuitState.Closed || (state === CircuitState.Open && !resting);
  }

  /** Makes a call. Throws OutcomeUnknown, ProcessorRefused, or what is a fault of ours. */
  async call<T>(work: (stripe: Stripe) => Promise<T>): Promise<T> {
    try {
      return await this.breaker.execute(async () => {
        try {
          return await work(this.stripe);
        } catch (error) {
          throw inOurWords(error);
        }
      });
    } catch (error) {
      if (!isBrokenCircuitError(error)) throw error;
      throw new OutcomeUnknown('the processor has not answered for a while', { cause: error });
    }
  }

  /** Reads something that may not be there. */
  async look<T>(work: (stripe: Stripe) => Promise<T>): Promise<T | undefined> {
    try {
      return await this.call(work);
    } catch (error) {
      if (error instanceof ProcessorRefused && error.code === 'resource_missing') return undefined;
      throw error;
    }
  }

  /** The event that one of our secrets signed. Throws the package's reason why none did. */
  readEvent(raw: Buffer, signature: string): Stripe.Event {
    const reasons: unknown[] = [];
    for (const secret of this.config.stripe.webhookSecrets) {
      try {
        return this.stripe.webhooks.constructEvent(raw, signature, secret);
      } catch (error) {
        reasons.push(error);
      }
    }
    // Signed by us and too old says more than signed by somebody else.
    throw reasons.find(isTooOld) ?? reasons[0];
  }
}

function hostOf(apiUrl: string): { host: string; port: string; protocol: 'http' | 'https' } {
  const { hostname, port, protocol } = new URL(apiUrl);
  return { host: hostname, port, protocol: protocol === 'https:' ? 'https' : 'http' };
}

/** Whether a signature was right, and too long ago. */
export const isTooOld = (error: unknown): boolean =>
  error instanceof Error && /tolerance/i.test(error.message);

// Only an answer that says it understood us and did nothing is final; everything else leaves open
// what happened. A key in use and a lock are "later", although they come as a refusal.
function inOurWords(error: unknown): unknown {
  const { errors } = Stripe;
  if (!(error instanceof errors.StripeError)) return error;
  const later = error.code === 'idempotency_key_in_use' || error.code === 'lock_timeout';
  if (error instanceof errors.StripeInvalidRequestError && !later) {
    return new ProcessorRefused(error.code, error);
  }
  const ours =
    error instanceof errors.StripeCardError ||
    error instanceof errors.StripeAuthenticationError ||
    error instanceof errors.StripePermissionError ||
    (error instanceof errors.StripeIdempotencyError && !later);
  if (ours) return error;
  return new OutcomeUnknown(`the processor did not answer clearly (${error.type})`, {
    cause: error,
    saved: error.headers?.['idempotent-replayed'] === 'true',
  });
}

/** A balance transaction in our shape; undefined while it is only a name, or not there. */
export function toMovement(
  found: string | Stripe.BalanceTransaction | null | undefined,
): ProcessorMovement | undefined {
  if (typeof found !== 'object' || found === null) return undefined;
  const currency = found.currency.toUpperCase();
  return {
    id: found.id,
    type: found.type,
    source: idOf(found.source) ?? null,
    amount: fromStripeAmount(found.amount, currency),
    fee: fromStripeAmount(found.fee, currency),
    currency,
    availableOn: fromSeconds(found.available_on),
    occurredAt: fromSeconds(found.created),
  };
}

export const idOf = (reference: string | { id: string } | null | undefined): string | undefined =>
  typeof reference === 'string' ? reference : reference?.id;

export const fromSeconds = (seconds: number): Date => new Date(seconds * 1000);

/** Stripe's lower-case currency and integer as ours. */
export const toMinor = (amount: number, currency: string): bigint =>
  fromStripeAmount(amount, currency.toUpperCase());
