// Which entry in our books stands behind a movement of money at the processor. Most movements belong
// to something we asked for, and its entry has a reference we can name; a few are the processor's or
// the platform's own business and are booked here; whatever is left nobody can explain.
import {
  type AccountRef,
  draftEntry,
  type EntryDraft,
  platformAccount,
} from '../../ledger/index.js';
import type { ProcessorMovement } from '../processor/processor.js';

/** `entry`: booked by whoever asked for it. `book`: to be booked now. `unknown`: to suspense. */
export type Explanation =
  | { readonly kind: 'entry'; readonly reference: string }
  | { readonly kind: 'book'; readonly entries: readonly [EntryDraft, ...EntryDraft[]] }
  | { readonly kind: 'unknown'; readonly why: string };

/** Explains a movement; what is booked for it is dated `at`. */
export function explain(movement: ProcessorMovement, at: Date): Explanation {
  const { type, source, amount } = movement;
  const of = (suffix: string): Explanation =>
    source === null ? unknown(movement) : { kind: 'entry', reference: `${source}:${suffix}` };
  switch (type) {
    case 'charge':
    case 'payment':
      return of('succeeded');
    case 'refund':
    case 'payment_refund':
      return of('moved');
    case 'refund_failure':
    case 'payment_failure_refund':
      return of('came_back');
    case 'adjustment':
      // Disputes move money as adjustments; any other adjustment is a question.
      if (source?.startsWith('dp_') !== true && source?.startsWith('du_') !== true) {
        return unknown(movement);
      }
      return of(amount < 0n ? 'withdrawn' : 'reinstated');
    case 'transfer':
    case 'transfer_refund':
      return of('created');
    default:
      return own(movement, at) ?? unknown(movement);
  }
}

const unknown = ({ type, source }: ProcessorMovement): Explanation => ({
  kind: 'unknown',
  why: source === null ? `a ${type} that names no object` : `a ${type} of ${source}`,
});

// The processor's own fees, and the platform's own money on its way to and from the bank.
function own(movement: ProcessorMovement, at: Date): Explanation | undefined {
  const { id, type, source, amount, fee, currency } = movement;
  const object = (name: AccountRef['name']): AccountRef => ({
    name,
    owner: source ?? id,
    currency,
  });
  const accounts = {
    available: platformAccount('stripe.available', currency),
    fees: platformAccount('stripe.fees', currency),
    transit: object('payout.in_transit'),
    topup: object('topup.payable'),
  };
  const size = amount < 0n ? -amount : amount;
  // What the processor keeps of it is an entry beside it. A fee that it gives back has none.
  const kept = fee > 0n ? [draftEntry('P11', `${id}:fee`, at, accounts, { amount: fee })] : [];
  const book = (template: 'P10' | 'P10b' | 'P11' | 'P17', positive: boolean) => {
    if (size === 0n || amount > 0n !== positive || fee < 0n) return undefined;
    const entry = draftEntry(template, `${id}:moved`, at, accounts, { amount: size });
    return { kind: 'book', entries: [entry, ...kept] } as const;
  };
  switch (type) {
    case 'stripe_fee':
      return book('P11', false);
    case 'payout':
      return book('P10', false);
    case 'payout_failure':
    case 'payout_cancel':
      return book('P10b', true);
    case 'topup':
      return book('P17', true);
    default:
      return undefined;
  }
}

/** P16: a movement that nobody can explain, against suspense. `came` and `went` after its fee. */
export function suspenseEntry(movement: ProcessorMovement, at: Date): EntryDraft {
  return suspense('P16', `${movement.id}:suspense`, movement, at);
}

/** P16r: it was recognised after all, and its true entry is in the books. */
export function recognisedEntry(movement: ProcessorMovement, at: Date): EntryDraft {
  return suspense('P16r', `${movement.id}:recognised`, movement, at);
}

function suspense(
  template: 'P16' | 'P16r',
  reference: string,
  { id, amount, fee, currency }: ProcessorMovement,
  at: Date,
): EntryDraft {
  const net = amount - fee;
  const accounts = {
    available: platformAccount('stripe.available', currency),
    suspense: { name: 'suspense.processor', owner: id, currency } as const,
  };
  const amounts = { came: net > 0n ? net : 0n, went: net < 0n ? -net : 0n };
  return draftEntry(template, reference, at, accounts, amounts);
}
