// Every refusal the simulator can answer, in the shape Stripe gives its errors. A handler that
// THROWS a fault leaves nothing behind; a handler that RETURNS one (a decline) keeps its effects,
// such as the failed charge. The wording follows Stripe's, because people read it in logs.
import type Stripe from 'stripe';

export interface ErrorBody {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  message: string;
  code?: string;
  param?: string;
  decline_code?: string;
  advice_code?: string;
  doc_url?: string;
  charge?: string;
  payment_intent?: Stripe.PaymentIntent;
  payment_method?: Stripe.PaymentMethod;
  payment_method_type?: string;
  setup_intent?: Stripe.SetupIntent;
}

/** A refusal with its HTTP status and the `error` object of the answer. */
export class StripeFault extends Error {
  constructor(
    readonly status: number,
    readonly body: ErrorBody,
  ) {
    super(body.message);
    if (body.code !== undefined) {
      body.doc_url = `https://docs.stripe.com/error-codes#${body.code.replaceAll('_', '-')}`;
    }
  }
}

type Extra = Partial<Omit<ErrorBody, 'type' | 'message'>> & { status?: number };

/** A request that can never succeed as it stands; 400 unless `status` says otherwise. */
export function invalidRequest(message: string, extra: Extra = {}): StripeFault {
  const { status = 400, ...rest } = extra;
  return new StripeFault(status, { type: 'invalid_request_error', message, ...rest });
}

/** An id in the path that names nothing: 404. */
export function notFound(noun: string, id: string, param = 'id'): StripeFault {
  const extra = { status: 404, code: 'resource_missing', param };
  return invalidRequest(`No such ${noun}: '${id}'`, extra);
}

/** An id in a parameter that names nothing: 400. */
export function noSuch(noun: string, id: string, param: string): StripeFault {
  return invalidRequest(`No such ${noun}: '${id}'`, { code: 'resource_missing', param });
}

export function unauthorized(message: string, code?: string): StripeFault {
  return invalidRequest(message, { status: 401, ...(code === undefined ? {} : { code }) });
}

export function idempotencyFault(status: number, message: string, code?: string): StripeFault {
  return new StripeFault(status, {
    type: 'idempotency_error',
    message,
    ...(code === undefined ? {} : { code }),
  });
}

export function serverFault(): StripeFault {
  return new StripeFault(500, {
    type: 'api_error',
    message: 'An unknown error occurred. (The simulator was asked to fail here.)',
  });
}
