// Whom the contract suites talk to: the simulator, started for them, or Stripe's own sandbox, with the
// untouched `stripe` package either way.
//
//   npm run test:one -- test/contract                                     against the simulator
//   STRIPE_TEST_KEY=sk_test_… STRIPE_TEST_PUBLISHABLE_KEY=pk_test_… \
//     npm run test:one -- test/contract --testTimeout 120000 -w 1         against Stripe
//
// Stripe has no control endpoints: what needs one is skipped there, and says so. What happens by
// itself is waited for, at Stripe for up to a minute and a half. The publishable key is for cards that
// have a number and no token; an account must allow those to be typed.
import Stripe from 'stripe';
import { startRig } from '../../simulator/support/harness.js';

const KEY = process.env.STRIPE_TEST_KEY ?? '';
const PUBLISHABLE_KEY = process.env.STRIPE_TEST_PUBLISHABLE_KEY ?? '';
const PATIENCE_MS = 90_000;

/** Whether the suites talk to Stripe itself. */
export const AT_STRIPE = KEY !== '';
if (AT_STRIPE && !KEY.startsWith('sk_test_')) throw new Error('STRIPE_TEST_KEY is no test key');

export interface Typed {
  status: number;
  body: { id?: string; error?: { type?: string; code?: string; decline_code?: string } };
}

export interface Processor {
  readonly stripe: Stripe;
  /** A call with the publishable key, as a browser makes it. */
  type(path: string, form: Record<string, string>): Promise<Typed>;
  /** The simulator's control endpoints; at Stripe it throws. */
  control(path: string, body: object): Promise<void>;
  /** Waits until `ask` answers something; what is due at the simulator is made to happen. */
  wait<T>(ask: () => Promise<T | undefined>, what: string): Promise<T>;
  stop(): Promise<void>;
}

/** `test`, for what needs the simulator's control endpoints. */
export const withControl = AT_STRIPE ? test.skip : test;
/** `test`, for what types a card's number in a browser. */
export const withNumbers = AT_STRIPE && PUBLISHABLE_KEY === '' ? test.skip : test;

export async function startProcessor(): Promise<Processor> {
  return AT_STRIPE ? stripeItself() : await simulated();
}

async function simulated(): Promise<Processor> {
  const rig = await startRig();
  const control = async (path: string, body: object): Promise<void> => {
    await rig.control(path, body);
  };
  return {
    stripe: rig.stripe,
    type: (path, form) => rig.browser(path, form),
    control,
    wait: async (ask, what) => {
      for (let tries = 0; tries < 10; tries++) {
        const answer = await ask();
        if (answer !== undefined) return answer;
        await control('clock', { advanceSeconds: 5 });
      }
      throw new Error(`${what} did not happen`);
    },
    stop: () => rig.simulator.stop(),
  };
}

function stripeItself(): Processor {
  return {
    stripe: new Stripe(KEY, { maxNetworkRetries: 2, telemetry: false }),
    type: async (path, form) => {
      const response = await fetch(`https://api.stripe.com${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${PUBLISHABLE_KEY}` },
        body: new URLSearchParams(form),
      });
      return { status: response.status, body: (await response.json()) as Typed['body'] };
    },
    control: () => Promise.reject(new Error('Stripe has no control endpoints')),
    wait: async (ask, what) => {
      const deadline = Date.now() + PATIENCE_MS;
      while (Date.now() < deadline) {
        const answer = await ask();
        if (answer !== undefined) return answer;
        await new Promise((done) => setTimeout(done, 2000));
      }
      throw new Error(`${what} did not happen within ${String(PATIENCE_MS / 1000)} seconds`);
    },
    stop: () => Promise.resolve(),
  };
}

/** What a call said: what `success` makes of its answer, or `code/decline_code`. */
export async function said<T>(call: Promise<T>, success: (result: T) => string): Promise<string> {
  try {
    return success(await call);
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    return `${String(error.code)}/${String(error.decline_code)}`;
  }
}

/** A confirmed card payment of 10.00 EUR. */
export const payment = (
  { stripe }: Processor,
  method: string,
  more: Partial<Stripe.PaymentIntentCreateParams> = {},
): Promise<Stripe.Response<Stripe.PaymentIntent>> =>
  stripe.paymentIntents.create({
    amount: 1000,
    currency: 'eur',
    allowed_payment_method_types: ['card'],
    payment_method: method.startsWith('pm_') ? method : `pm_card_${method}`,
    confirm: true,
    ...more,
  });

/** A refusal as the package throws it. */
export interface Refused {
  type: string;
  statusCode: number;
  code?: string;
  decline_code?: string;
  param?: string;
  payment_intent?: { id: string; status: string };
}

/** The refusal of a call that must be refused. */
export async function refused(call: Promise<unknown>): Promise<Refused> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error as unknown as Refused;
    throw error;
  }
  throw new Error('the call was expected to be refused');
}

/** A customer with a card, as the product has one. */
export async function payer(
  { stripe }: Processor,
  token = 'visa',
): Promise<{ customer: string; payment_method: string }> {
  const customer = await stripe.customers.create({ metadata: { person_id: 'usr_1' } });
  const card = await stripe.paymentMethods.attach(`pm_card_${token}`, { customer: customer.id });
  return { customer: customer.id, payment_method: card.id };
}

/** A payment of 10.00 EUR by a customer, with its charge and what the processor keeps of it. */
export const chargeOf = async (
  processor: Processor,
  token: string,
  more: Partial<Stripe.PaymentIntentCreateParams> = {},
): Promise<Stripe.PaymentIntent> => {
  const { customer, payment_method } = await payer(processor, token);
  return payment(processor, payment_method, {
    customer,
    expand: ['latest_charge.balance_transaction'],
    ...more,
  });
};
