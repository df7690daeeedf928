// What a test may let happen to payments without a browser or a bank: the actions behind the control
// endpoints. Each is one piece of work with its events, as if Stripe had done it by itself. Words
// that make no sense are refused as the API refuses them.
import { beginWork, type Context } from '../context.js';
import { invalidRequest, noSuch } from '../core/errors.js';
import type { Work } from '../core/work.js';
import { authenticateIntent, OUTCOMES } from './authentication.js';
import { REASONS } from './dispute-builder.js';
import { disputeCharge, moveDispute, STATUSES } from './dispute-by-hand.js';

type Fields = Record<string, unknown>;

function alone<T extends object>(context: Context, act: (work: Work) => T): T {
  const work = beginWork(context);
  const answer = act(work);
  context.deliveries.enqueue(work.commit());
  return answer;
}

function words(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === 'string' && value !== '') return value;
  throw invalidRequest(`${name} must be a text`, { param: name });
}

function choice<T extends string>(fields: Fields, name: string, options: readonly T[]): T {
  const found = options.find((option) => option === fields[name]);
  if (found !== undefined) return found;
  throw invalidRequest(`${name} must be one of ${options.join(', ')}`, { param: name });
}

/** `{intent, outcome: 'succeed' | 'fail'}` ends the authentication an intent waits for. */
export const authenticateByHand = (context: Context, fields: Fields): object =>
  alone(context, (work) =>
    authenticateIntent(work, words(fields, 'intent'), choice(fields, 'outcome', OUTCOMES)),
  );

function wholeNumber(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw invalidRequest(`${name} must be a whole number`, { param: name });
}

/** `{payment_method, exp_month, exp_year, last4?}`: the card's bank renewed a saved card. */
export const renewByHand = (context: Context, fields: Fields): object =>
  alone(context, (work) => {
    const id = words(fields, 'payment_method');
    const method = work.get('payment_method', id);
    if (method?.card === undefined) throw noSuch('PaymentMethod', id, 'payment_method');
    const last4 = fields['last4'] === undefined ? method.card.last4 : words(fields, 'last4');
    const [exp_month, exp_year] = [
      wholeNumber(fields, 'exp_month'),
      wholeNumber(fields, 'exp_year'),
    ];
    const renewed = { ...method, card: { ...method.card, exp_month, exp_year, last4 } };
    work.put('payment_method', renewed);
    work.emit('payment_method.automatically_updated', renewed);
    return renewed;
  });

function amountOf(fields: Fields): number | undefined {
  const { amount } = fields;
  if (amount === undefined || Number.isSafeInteger(amount)) return amount as number | undefined;
  throw invalidRequest('amount must be a whole number of minor units', { param: 'amount' });
}

/**
 * `{charge, status, reason?, amount?}` disputes any captured charge (or payment) and takes the dispute
 * to `status`; `{dispute, status}` moves one that is there.
 */
export const disputeByHand = (context: Context, fields: Fields): object =>
  alone(context, (work) => {
    const status = choice(fields, 'status', STATUSES);
    if (fields['dispute'] !== undefined) return moveDispute(work, words(fields, 'dispute'), status);
    const reason = choice({ reason: 'fraudulent', ...fields }, 'reason', REASONS);
    const amount = amountOf(fields);
    return disputeCharge(work, { charge: words(fields, 'charge'), status, reason, amount });
  });
