// The words of payments that wait for a time or for a yes, and of those that went back: what happens
// next, until when, and where the money is.
import type { PaymentReturn } from '../../../src/payments/contract.js';
import { deadline } from '../ui/time.js';

/** What these words need to know of a payment. */
export interface WaitFacts {
  side: 'payer' | 'payee' | 'observer';
  payerName: string;
  payeeName: string;
  arrivesAt: string | null;
  expiresAt: string | null;
  returned: PaymentReturn | null;
  /** What came of money that had been charged. */
  fate: 'kept' | 'given back' | 'disputed';
  /** What pays, where the viewer may know it. */
  source: 'balance' | 'card' | 'balance_first' | null;
}

type Words = readonly [label: string, explanation: string];

export function arrivingWords({ side, arrivesAt, source, payeeName, payerName }: WaitFacts): Words {
  const when = arrivesAt ? deadline(arrivesAt) : 'later';
  const label = `Arrives ${when}`;
  if (side === 'payee') return [label, `${payerName} chose that time.`];
  if (side === 'observer') return [label, ''];
  const where = source === 'card' ? 'Your card is charged then.' : 'The amount is set aside.';
  return [label, `${payeeName} sees it. You can recall it until then. ${where}`];
}

export function claimWords({ side, expiresAt, payeeName, payerName }: WaitFacts): Words {
  const until = expiresAt ? ` until ${deadline(expiresAt)}` : '';
  if (side === 'payee') {
    return ['Waiting for you', `Accept it${until}; after that it goes back to ${payerName}.`];
  }
  const back = side === 'payer' ? 'comes back to you' : `goes back to ${payerName}`;
  return [`Waiting for ${payeeName}`, `They can accept it${until}; after that it ${back}.`];
}

export function returnedWords(facts: WaitFacts): Words {
  const { side, returned, payerName, payeeName } = facts;
  const taken = returned === 'recalled' || returned === 'cancelled';
  if (side === 'payer') {
    const label = taken ? 'You took it back' : 'Came back to you';
    return [label, [whyFor(facts), whereIs(facts)].filter(Boolean).join(' ')];
  }
  if (taken)
    return [
      'Taken back',
      `${payerName} took it back before it reached ${side === 'payee' ? 'you' : payeeName}.`,
    ];
  if (returned === 'declined') {
    return ['Went back', side === 'payee' ? 'You declined it.' : `${payeeName} declined it.`];
  }
  const why = returned === 'expired' ? 'It was not accepted in time.' : 'It could not arrive.';
  return ['Went back', why];
}

function whyFor({ returned, payeeName }: WaitFacts): string {
  if (returned === 'declined') return `${payeeName} declined it.`;
  if (returned === 'expired') return `${payeeName} did not accept it in time.`;
  return returned === 'undeliverable' ? `It could not reach ${payeeName}.` : '';
}

// A card that was only authorised has nothing to get back.
function whereIs({ source, expiresAt, fate }: WaitFacts): string {
  if (source === 'card' && expiresAt === null) return 'Nothing was charged.';
  if (fate === 'given back')
    return 'It goes back to your card, which may take some days to show it.';
  return source === null ? 'You have the money again.' : 'It is in your balance.';
}
