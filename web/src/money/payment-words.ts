// How a payment is told to whoever looks at it: one table from state and side to icon, tone and
// words. Money is called sent only when it is; an unknown outcome is never called failed; and the
// receiving side learns nothing that is only the payer's business.
import {
  IconArrowBackUp,
  IconCircleCheck,
  IconCircleX,
  IconClockHour4,
  IconHourglassHigh,
  IconLoader2,
  IconSend,
  IconShieldHalf,
  IconShieldQuestion,
  type Icon,
} from '@tabler/icons-react';
import type { PaymentState } from '../../../src/payments/contract.js';
import type { Tone } from '../ui/tone.js';
import { deadline } from '../ui/time.js';
import { arrivingWords, claimWords, returnedWords, type WaitFacts } from './wait-words.js';

export type Side = 'payer' | 'payee' | 'observer';

export interface StateWords {
  icon: Icon;
  tone: Tone;
  /** The state in two or three words. */
  label: string;
  /** What is going on and what happens next; empty when the label says it all. */
  explanation: string;
}

interface Facts extends WaitFacts {
  state: PaymentState;
  side: Side;
  reason: string | null;
  reviewBy: string | null;
  /** See `fateOf`. */
  fate: Fate;
}

/** What came of a completed payment's money: it stayed, all of it went back, or a bank has it in hand. */
export type Fate = 'kept' | 'given back' | 'disputed';

/** Which side of a payment somebody stands on. */
export function sideOf(
  { payerId, payeeId }: { payerId: string; payeeId: string },
  personId: string,
): Side {
  if (payerId === personId) return 'payer';
  return payeeId === personId ? 'payee' : 'observer';
}

/** Icon, tone and words for a payment's state, as this side may see it. */
export function stateWords(facts: Facts): StateWords {
  const { state, side, payerName } = facts;
  const mine = side === 'payer';
  switch (state) {
    case 'asking':
      return waiting(
        IconShieldQuestion,
        'Waiting for your trusted contact',
        'They were asked to agree. Nothing has left you yet.',
      );
    case 'sending':
      return waiting(IconSend, 'Sending', 'Nothing has left you yet.');
    case 'undone':
      return calm(IconArrowBackUp, 'You undid it', 'Nothing was sent.');
    case 'arriving':
      return waiting(IconClockHour4, ...arrivingWords(facts));
    case 'waiting':
      return waiting(IconHourglassHigh, ...claimWords(facts));
    case 'returned':
      return calm(IconArrowBackUp, ...returnedWords(facts));
    case 'funding':
      return waiting(
        IconLoader2,
        mine ? 'Checking with the card\u2019s bank\u2026' : 'On its way',
        mine ? 'This usually takes a few seconds.' : 'Waiting for the bank\u2019s answer.',
      );
    case 'authenticating':
      return waiting(
        IconShieldHalf,
        mine ? 'Confirm with your bank' : 'On its way',
        mine ? 'Your bank wants to know that it is you.' : 'Waiting for the bank\u2019s answer.',
      );
    case 'held':
      return waiting(IconClockHour4, 'Being checked', heldExplanation(facts));
    case 'capturing':
      return waiting(
        IconShieldHalf,
        'Check passed',
        mine ? 'Charging your card now.' : 'The money is on its way.',
      );
    case 'cancelling':
      return waiting(
        IconArrowBackUp,
        'Being given back',
        mine ? 'Your bank is being told to release the amount.' : 'This payment will not arrive.',
      );
    case 'completed':
      return { icon: IconCircleCheck, tone: 'good', label: arrivedLabel(facts), explanation: '' };
    case 'failed':
      return {
        icon: IconCircleX,
        tone: 'bad',
        label: 'Not sent',
        explanation: facts.reason ?? 'The card was not accepted. Nothing was charged.',
      };
    case 'rejected':
      return {
        icon: IconCircleX,
        tone: mine ? 'bad' : 'calm',
        label: 'Not sent',
        explanation: mine
          ? 'It did not pass our check. Nothing was charged.'
          : `The payment from ${payerName} was not completed.`,
      };
  }
}

// Money that went back, or that a bank has in hand, is nobody's to use.
function arrivedLabel({ side, fate, payeeName }: Facts): string {
  if (side === 'observer') return 'Arrived';
  const mine = side === 'payer';
  if (fate === 'given back') return mine ? 'Given back to you' : 'Given back';
  if (fate === 'disputed') return mine ? 'Sent' : 'Received';
  return mine ? `${payeeName} has the money` : 'In your balance';
}

function heldExplanation({ side, reviewBy, source, payerName }: Facts): string {
  const decides = reviewBy ? `; decided by ${deadline(reviewBy)}` : '';
  const usual = `Usually within 2 hours${decides}.`;
  if (side === 'payee') return `${usual} It reaches your balance once the check is done.`;
  if (side === 'observer') return `${usual} The money of ${payerName} has not moved yet.`;
  if (source === 'balance') return `${usual} The amount is set aside in your balance.`;
  if (source === 'card') return `${usual} Nothing has been charged yet.`;
  return `${usual} Nothing has left you for good.`;
}

function waiting(icon: Icon, label: string, explanation: string): StateWords {
  return { icon, tone: 'wait', label, explanation };
}

function calm(icon: Icon, label: string, explanation: string): StateWords {
  return { icon, tone: 'calm', label, explanation };
}

/** In these no money came to the payee, and none will. */
export const isOff = (state: PaymentState): boolean =>
  ['failed', 'rejected', 'cancelling', 'returned', 'undone'].includes(state);

/** The words before and after the amount, true to the state: "You sent … to Ben". */
export function directionWords(
  state: PaymentState,
  side: Side,
  payerName: string,
  payeeName: string,
): { before: string; after: string } {
  const done = state === 'completed';
  const off = isOff(state);
  // It is there already, and only waits for a time or a word.
  const there = done || state === 'arriving' || state === 'waiting';
  if (side === 'payer') {
    const before = there ? 'You sent' : off ? 'You tried to send' : 'You are sending';
    return { before, after: `to ${payeeName}` };
  }
  const verb = there ? 'sent' : off ? 'tried to send' : 'is sending';
  if (side === 'payee') return { before: `${payerName} ${verb} you`, after: '' };
  return { before: `${payerName} ${verb}`, after: `to ${payeeName}` };
}
