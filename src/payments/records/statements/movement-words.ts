// What the entries of the books mean to the person whose balance they changed, in their words.
import { eventOf } from '../../../ledger/index.js';
import { isTopUp } from '../../top-ups/top-up.js';

/**
 * `other` is the name of the other side, where there is one; `change` has its sign. `behindId` names the
 * payment or top-up it is about.
 */
export function movementWords(
  template: string,
  change: bigint,
  other: string | undefined,
  behindId: string | undefined,
): string {
  const own = behindId !== undefined && isTopUp(behindId) ? OF_TOP_UP[template] : undefined;
  if (own !== undefined) return own;
  const name = other ?? 'somebody';
  if (template === 'P3') return change < 0n ? `you paid ${name}` : `${name} paid you`;
  if (template === 'P14' && other !== undefined) return `you exchanged it to pay ${name}`;
  return WORDS[template]?.(name) ?? eventOf(template);
}

const WORDS: Record<string, (name: string) => string> = {
  P5: (name) => `you sent ${name} money that they are to accept`,
  P5a: (name) => `you accepted what ${name} sent you`,
  P5b: (name) => `what you sent ${name} came back`,
  P5g: () => 'you gave a gift to a group',
  P5ga: () => 'you opened your part of a gift',
  P5gb: () => 'what nobody opened of your gift came back',
  P2: () => 'your card was charged',
  P7: (name) => `you gave ${name} money back`,
  P7v: (name) => `what you gave ${name} back came back to you: their bank had it already`,
  P7c: (name) => `money that ${name} gave back came to your balance`,
  P8: (name) => `set aside, because the bank of ${name} examines the payment`,
  P8w: (name) => `yours again, because the bank of ${name} let the payment stand`,
  P9: () => 'you paid money out to your bank',
  P9c: () => 'money for your bank did not arrive there and came back',
  P9cp: () => 'money for your bank did not arrive there and came back',
  P9f: () => 'money for your bank could not leave and came back',
  P12a: () => 'it paid what you owed',
  P14: () => 'you exchanged it for another currency',
  P14b: () => 'it came from another currency, exchanged',
};

const OF_TOP_UP: Record<string, string> = {
  P2: 'you added money from your card',
  P7: 'money that you had added went back to your card',
  P7v: 'what was to go back to your card came back: its bank had it already',
  P7c: 'money for your card did not arrive there and came back',
  P8: 'set aside, because your bank examines what you had added',
  P8w: 'yours again, because your bank let it stand',
};
