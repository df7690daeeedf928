// The states of a payment and the ways between them, as data. Code moves by it, the tests walk it, and
// docs/payments.md shows it; what is not here cannot happen.
import type { PaymentState } from '../contract.js';

/**
 * Who moves a payment. `platform` is a rule that stands in the way when the money is to move: a limit, the
 * judge, or an account that may not.
 */
export type Mover = 'payer' | 'payee' | 'contact' | 'reviewer' | 'clock' | 'processor' | 'platform';

export interface StateFacts {
  /** How far along it is. No transition leads to a lower rank. */
  readonly rank: number;
  readonly payerSees: string;
  /** Null: a payment that comes here without having been shown stays unknown to the payee. */
  readonly payeeSees: string | null;
}

export const STATES: Readonly<Record<PaymentState, StateFacts>> = {
  asking: { rank: 1, payerSees: 'waiting for the trusted contact, until when', payeeSees: null },
  sending: { rank: 1, payerSees: 'sending, with the seconds left and Undo', payeeSees: null },
  funding: { rank: 2, payerSees: 'the bank of the card is asked', payeeSees: null },
  authenticating: { rank: 3, payerSees: 'confirm with your bank, until when', payeeSees: null },
  held: {
    rank: 4,
    payerSees: 'being checked, until when, and Cancel',
    payeeSees: 'being checked, until when',
  },
  arriving: {
    rank: 5,
    payerSees: 'arrives when, and Recall',
    payeeSees: 'the amount, and when it arrives',
  },
  capturing: { rank: 6, payerSees: 'the card is being charged', payeeSees: 'on its way' },
  cancelling: {
    rank: 6,
    payerSees: 'the bank is told to release the amount',
    payeeSees: 'will not arrive',
  },
  waiting: {
    rank: 7,
    payerSees: 'waiting for the payee, until when, and Cancel',
    payeeSees: 'Accept or Decline, until when',
  },
  completed: { rank: 8, payerSees: 'the payee has the money', payeeSees: 'in the balance' },
  returned: { rank: 8, payerSees: 'came back, where to, and why', payeeSees: 'went back, and why' },
  undone: { rank: 8, payerSees: 'undone', payeeSees: null },
  failed: { rank: 8, payerSees: 'not sent, and why', payeeSees: null },
  rejected: { rank: 8, payerSees: 'did not pass the check', payeeSees: 'was not completed' },
};

export interface Transition {
  /** Null: it is made in this state. */
  readonly from: PaymentState | null;
  readonly to: PaymentState;
  readonly actor: Mover;
  /** When it may happen, in words. */
  readonly guard: string;
  /** Templates posted and holds begun or ended; empty when the books do not change. */
  readonly ledger: string;
}

const CARD = 'from a card';
const BALANCE = 'from the balance';
const SAID_YES = 'the bank said yes';
// What a balance pays first is set aside while the card is asked for the rest.
const OWN_PART = 'hold funding';
const CHARGED = 'funding posted: P2, P3';

type Row = readonly [PaymentState | null, PaymentState, Mover, string, string];

const ROWS: readonly Row[] = [
  [null, 'completed', 'payer', BALANCE, 'P3'],
  [null, 'asking', 'payer', 'above the limit of a trusted contact', 'hold agreement'],
  [null, 'sending', 'payer', 'with an undo window', 'hold sending'],
  [null, 'funding', 'payer', CARD, OWN_PART],
  [null, 'held', 'payer', `${BALANCE}, a rule asks for a review`, 'hold review'],
  [null, 'arriving', 'payer', `${BALANCE}, to arrive later`, 'hold arrival'],
  [null, 'waiting', 'payer', `${BALANCE}, the payee is to accept`, 'P5'],

  ['asking', 'completed', 'contact', `agreed, ${BALANCE}`, 'agreement posted: P3'],
  ['asking', 'funding', 'contact', `agreed, ${CARD}`, ''],
  [
    'asking',
    'held',
    'contact',
    'agreed, a rule asks for a review',
    'agreement voided, hold review',
  ],
  ['asking', 'arriving', 'contact', 'agreed, to arrive later', 'agreement voided, hold arrival'],
  ['asking', 'waiting', 'contact', 'agreed, the payee is to accept', 'agreement posted: P5'],
  ['asking', 'failed', 'contact', 'declined', 'agreement voided'],
  ['asking', 'failed', 'payer', 'called off', 'agreement voided'],
  ['asking', 'failed', 'clock', 'nobody answered in time', 'agreement expired'],
  ['asking', 'failed', 'platform', 'agreed, but a rule or the books say no', 'agreement voided'],

  ['sending', 'undone', 'payer', 'before the window ends', 'sending voided'],
  ['sending', 'completed', 'clock', `the window ended, ${BALANCE}`, 'sending posted: P3'],
  ['sending', 'funding', 'clock', `the window ended, ${CARD}`, `sending voided, ${OWN_PART}`],
  ['sending', 'held', 'clock', 'ended, a rule asks for a review', 'sending voided, hold review'],
  ['sending', 'arriving', 'clock', 'ended, to arrive later', 'sending voided, hold arrival'],
  ['sending', 'waiting', 'clock', 'ended, the payee is to accept', 'sending posted: P5'],
  ['sending', 'failed', 'platform', 'ended, but a rule or the books say no', 'sending voided'],

  ['funding', 'authenticating', 'processor', 'the bank wants to hear from the payer', ''],
  ['funding', 'completed', 'processor', SAID_YES, CHARGED],
  ['funding', 'held', 'processor', 'authorised, under review', 'hold review'],
  ['funding', 'arriving', 'processor', 'authorised, to arrive later', 'hold arrival'],
  ['funding', 'waiting', 'processor', `${SAID_YES}, the payee is to accept`, 'P2c'],
  ['funding', 'failed', 'processor', 'the bank said no', 'funding voided'],
  ['authenticating', 'completed', 'processor', SAID_YES, CHARGED],
  ['authenticating', 'held', 'processor', 'authorised, under review', 'hold review'],
  ['authenticating', 'arriving', 'processor', 'authorised, to arrive later', 'hold arrival'],
  ['authenticating', 'waiting', 'processor', `${SAID_YES}, the payee is to accept`, 'P2c'],
  ['authenticating', 'failed', 'processor', 'no, given up, or out of time', 'funding voided'],

  ['held', 'completed', 'reviewer', `released, ${BALANCE}`, 'review posted: P3'],
  ['held', 'waiting', 'reviewer', 'released, the payee is to accept', 'review posted: P5'],
  ['held', 'arriving', 'reviewer', 'released, to arrive later', 'review voided, hold arrival'],
  ['held', 'capturing', 'reviewer', `released, ${CARD}`, ''],
  ['held', 'rejected', 'reviewer', `rejected, ${BALANCE}`, 'review voided'],
  ['held', 'rejected', 'clock', `nobody decided in time, ${BALANCE}`, 'review expired'],
  ['held', 'cancelling', 'reviewer', `rejected, ${CARD}`, ''],
  ['held', 'cancelling', 'clock', `nobody decided in time, ${CARD}`, ''],
  ['held', 'cancelling', 'payer', `cancelled, ${CARD}`, ''],
  ['held', 'returned', 'payer', `cancelled, ${BALANCE}`, 'review voided'],
  ['held', 'failed', 'processor', 'the bank let go of the authorisation', 'review voided'],

  ['arriving', 'completed', 'clock', `its time has come, ${BALANCE}`, 'arrival posted: P3'],
  ['arriving', 'waiting', 'clock', 'come, the payee is to accept', 'arrival posted: P5'],
  ['arriving', 'capturing', 'clock', `its time has come, ${CARD}`, ''],
  ['arriving', 'cancelling', 'payer', `recalled, ${CARD}`, ''],
  ['arriving', 'returned', 'payer', `recalled, ${BALANCE}`, 'arrival voided'],
  ['arriving', 'returned', 'platform', `the payee cannot be paid, ${BALANCE}`, 'arrival voided'],
  ['arriving', 'cancelling', 'platform', `the payee cannot be paid, ${CARD}`, ''],
  ['arriving', 'failed', 'processor', 'the bank let go of the authorisation', 'arrival voided'],

  ['capturing', 'completed', 'processor', 'captured', 'hold posted: P2, P3'],
  ['capturing', 'waiting', 'processor', 'captured, the payee is to accept', 'hold posted: P2c'],
  [
    'capturing',
    'failed',
    'processor',
    'the bank said no after all',
    'hold voided, or hold posted: P2',
  ],
  ['cancelling', 'rejected', 'processor', 'the authorisation is given back', 'hold voided'],
  ['cancelling', 'returned', 'processor', 'given back for the payer', 'hold voided'],

  ['waiting', 'completed', 'payee', 'accepted in time', 'P5a'],
  ['waiting', 'returned', 'payee', 'declined', 'P5b, or P5br to a card'],
  ['waiting', 'returned', 'payer', 'cancelled', 'P5b, or P5br to a card'],
  ['waiting', 'returned', 'clock', 'not accepted in time', 'P5b, or P5br to a card'],
];

export const TRANSITIONS: readonly Transition[] = ROWS.map(([from, to, actor, guard, ledger]) => ({
  from,
  to,
  actor,
  guard,
  ledger,
}));

const WAYS = new Set(TRANSITIONS.map(({ from, to }) => `${from ?? ''} ${to}`));

/** Whether a payment may go from one state to the other. */
export const leadsTo = (from: PaymentState, to: PaymentState): boolean => WAYS.has(`${from} ${to}`);

/** Whether nothing leads out of a state. */
export const isFinal = (state: PaymentState): boolean =>
  !TRANSITIONS.some(({ from }) => from === state);

/** Whether the payee knows a payment that has been in this state. */
export const shows = (state: PaymentState): boolean => STATES[state].payeeSees !== null;
