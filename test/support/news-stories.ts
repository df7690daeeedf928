// What can become of a card payment at the processor, told as news: how its charge goes, how its refunds
// end, how a dispute is decided. Each story is drawn at random, and its news are in the order in which
// they happened.
import fc from 'fast-check';
import type { Payment } from '../../src/payments/payment/payment.js';
import type { ProcessorCharge } from '../../src/payments/processor/charges.js';
import type { ProcessorDispute } from '../../src/payments/processor/disputes.js';
import type { ProcessorMovement } from '../../src/payments/processor/processor.js';
import type { ProcessorRefund } from '../../src/payments/processor/refunds.js';
import type { Refund } from '../../src/payments/refunds/refund.js';
import type { News, Plan } from './news-world.js';

const AT = new Date('2026-11-01T12:00:00Z');
const PAYER = 'usr_ana';
const PAYEE = 'usr_ben';

type Flow = 'at once' | 'fee later' | 'authenticated' | 'reviewed' | 'charged again' | 'declined';
type Ending = 'succeeds' | 'slow' | 'fails' | 'fails before it left' | 'cancelled';
type Verdict =
  | 'still open'
  | 'inquiry'
  | 'escalated'
  | 'won'
  | 'lost'
  | 'lost as fraud'
  | 'won in part'
  | 'prevented';

export interface Story {
  readonly amount: number;
  readonly flow: Flow;
  readonly refunds: readonly { readonly share: number; readonly ending: Ending }[];
  readonly disputes: readonly Verdict[];
  /** What the payee had before, in minor units. */
  readonly owned: number;
  /** Of what the payee got, in hundredths. */
  readonly spent: number;
}

export const story: fc.Arbitrary<Story> = fc.record({
  amount: fc.integer({ min: 100, max: 1_000_000 }),
  flow: fc.constantFrom<Flow>(
    'at once',
    'fee later',
    'authenticated',
    'reviewed',
    'charged again',
    'declined',
  ),
  refunds: fc.array(
    fc.record({
      share: fc.integer({ min: 1, max: 50 }),
      ending: fc.constantFrom<Ending>(
        'succeeds',
        'slow',
        'fails',
        'fails before it left',
        'cancelled',
      ),
    }),
    { maxLength: 2 },
  ),
  // Two disputes that share too little money are served in the order they come, so there is one.
  disputes: fc.array(
    fc.constantFrom<Verdict>(
      'still open',
      'inquiry',
      'escalated',
      'won',
      'lost',
      'lost as fraud',
      'won in part',
      'prevented',
    ),
    { maxLength: 1 },
  ),
  owned: fc.constantFrom(0, 500, 50_000),
  spent: fc.integer({ min: 0, max: 100 }),
});

const movement = (id: string, amount: bigint, fee = 0n): ProcessorMovement => ({
  id: `txn_${id}`,
  type: 'any',
  source: id,
  amount,
  fee,
  currency: 'EUR',
  availableOn: AT,
  occurredAt: AT,
});

const minor = (amount: number, hundredths: number): bigint =>
  (BigInt(amount) * BigInt(hundredths)) / 100n;

/** What people ask for in a story. */
export function planOf({ amount, refunds, owned, spent, flow }: Story): Plan {
  const payment: Payment = {
    id: 'pay_1',
    threadId: 'thr_1',
    payerId: PAYER,
    payeeId: PAYEE,
    amount: { minor: BigInt(amount), currency: 'EUR' },
    note: null,
    cardId: 'crd_1',
    state: 'funding',
    moves: 1,
    failureCode: null,
    reviewBy: null,
    authenticateBy: null,
    contactId: null,
    agreeBy: null,
    agreedAt: null,
    sendsAt: null,
    arrivesAt: null,
    toAccept: false,
    expiresAt: null,
    returned: null,
    shown: false,
    requestId: null,
    settlementId: null,
    refunded: 0n,
    fromBalance: 0n,
    dispute: null,
    createdAt: AT,
    updatedAt: AT,
  };
  const agreed = refunds.map(({ share }, index): Refund => ({
    id: `rfd_${String(index)}`,
    paymentId: 'pay_1',
    amount: minor(amount, share) + 1n,
    shortfall: 0n,
    destination: 'card',
    state: 'requested',
    reason: 'a test',
    askedBy: PAYEE,
    processorId: null,
    moved: null,
    cameBack: null,
    failureCode: null,
    createdAt: AT,
    updatedAt: AT,
  }));
  return {
    payment,
    refunds: flow === 'declined' ? [] : agreed.filter((_, index) => index * 50 <= 50),
    owned: BigInt(owned),
    spent: flow === 'declined' ? 0n : minor(amount, spent),
  };
}

function chargeNews({ amount, flow }: Story): ProcessorCharge[] {
  const base: ProcessorCharge = {
    status: 'processing',
    intentId: 'pi_1',
    paymentId: 'pay_1',
    amount: BigInt(amount),
    currency: 'EUR',
    customerId: 'cus_1',
    live: false,
    chargeId: undefined,
    movement: undefined,
    captureBefore: undefined,
    authentication: undefined,
    failure: undefined,
  };
  const charged = { ...base, status: 'succeeded', chargeId: 'ch_1' } as const;
  const whole = { ...charged, movement: movement('ch_1', BigInt(amount), 7n) };
  const authorised = { ...base, status: 'authorised', chargeId: 'ch_1' } as const;
  const flows: Record<Flow, ProcessorCharge[]> = {
    'at once': [base, whole],
    'fee later': [base, charged, whole],
    authenticated: [base, { ...base, status: 'needs_authentication' }, whole],
    reviewed: [base, authorised, whole],
    'charged again': [
      authorised,
      { ...authorised, status: 'cancelled' },
      { ...whole, intentId: 'pi_again', chargeId: 'ch_again' },
    ],
    declined: [base, { ...base, status: 'failed', failure: { code: 'card_declined' } }],
  };
  return flows[flow];
}

function refundNews({ id, amount }: Refund, ending: Ending): ProcessorRefund[] {
  const base: ProcessorRefund = {
    processorId: `re_${id}`,
    refundId: id,
    intentId: 'pi_1',
    amount,
    currency: 'EUR',
    status: 'pending',
    failureCode: undefined,
    moved: undefined,
    cameBack: undefined,
  };
  const moved = { ...base, moved: movement(`re_${id}`, -amount) };
  const back = movement(`${id}_back`, amount);
  const endings: Record<Ending, ProcessorRefund[]> = {
    succeeds: [{ ...moved, status: 'succeeded' }],
    slow: [base, moved, { ...moved, status: 'succeeded' }],
    fails: [
      { ...moved, status: 'succeeded' },
      { ...moved, status: 'failed', failureCode: 'declined', cameBack: back },
    ],
    'fails before it left': [base, { ...base, status: 'failed', failureCode: 'declined' }],
    cancelled: [base, moved, { ...moved, status: 'cancelled', cameBack: back }],
  };
  return endings[ending];
}

function disputeNews(amount: number, verdict: Verdict): ProcessorDispute[] {
  const size = BigInt(amount);
  const base: ProcessorDispute = {
    processorId: 'dp_1',
    intentId: 'pi_1',
    chargeId: 'ch_1',
    amount: size,
    currency: 'EUR',
    status: 'needs_response',
    reason: verdict === 'lost as fraud' ? 'fraudulent' : 'product_not_received',
    openedAt: AT,
    dueBy: AT,
    submitted: false,
    movements: [],
  };
  const asked = { ...base, status: 'warning_needs_response' };
  const taken = { ...base, movements: [movement('dp_1', -size, 1500n)] };
  const answered = { ...taken, status: 'under_review', submitted: true };
  const back = (part: bigint): ProcessorDispute => ({
    ...answered,
    status: 'won',
    movements: [...taken.movements, movement('dp_back', part)],
  });
  const lost = { ...answered, status: 'lost' };
  const verdicts: Record<Verdict, ProcessorDispute[]> = {
    'still open': [asked, base, taken],
    inquiry: [
      asked,
      { ...asked, status: 'warning_under_review' },
      { ...asked, status: 'warning_closed' },
    ],
    escalated: [asked, taken, answered, lost],
    won: [base, taken, answered, { ...answered, status: 'won' }, back(size)],
    lost: [base, taken, lost],
    'lost as fraud': [taken, answered, lost],
    'won in part': [taken, answered, back((size + 1n) / 2n)],
    prevented: [asked, { ...asked, status: 'prevented' }],
  };
  return verdicts[verdict];
}

/** All news of a story, in the order in which it happened. */
export function newsOf(it: Story, plan: Plan): News[] {
  const charge = chargeNews(it).map((news): News => ({ about: 'charge', news }));
  if (it.flow === 'declined') return charge;
  const refunds = plan.refunds.flatMap((refund, index) =>
    refundNews(refund, it.refunds[index]?.ending ?? 'succeeds'),
  );
  const disputes = it.disputes.flatMap((verdict) => disputeNews(it.amount, verdict));
  return [
    ...charge,
    ...refunds.map((news): News => ({ about: 'refund', news })),
    ...disputes.map((news): News => ({ about: 'dispute', news })),
  ];
}
