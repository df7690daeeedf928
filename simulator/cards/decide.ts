// What an issuer says to a card: a pure decision from the card's row and the circumstances. Setting
// up is always with the person present; a payment may be off session, where nobody can answer a
// challenge, so a card that wants authentication is declined there instead.
import type { DeclineName } from './declines.js';
import type { TestCard } from './table.js';

export interface Circumstances {
  /** Whether a CVC came with the card. */
  cvc: boolean;
  /** Whether a setup with authentication has succeeded before. */
  setUp: boolean;
  offSession: boolean;
}

export type Decision =
  { kind: 'approve' } | { kind: 'authenticate' } | { kind: 'decline'; decline: DeclineName };

function declineOr(
  decline: DeclineName | undefined,
  card: TestCard,
  cvc: boolean,
  otherwise: Decision,
): Decision {
  if (decline === undefined || (card.onlyWithCvc === true && !cvc)) return otherwise;
  return { kind: 'decline', decline };
}

/** Whether the card may be attached to a customer without anybody present. */
export function decideAttach(card: TestCard, cvc: boolean): Decision {
  return declineOr(card.attach, card, cvc, { kind: 'approve' });
}

/** What a SetupIntent's confirmation meets; every card that ever authenticates does so here. */
export function decideSetup(card: TestCard, cvc: boolean): Decision {
  const passes: Decision = { kind: card.authentication === undefined ? 'approve' : 'authenticate' };
  return declineOr(card.attach, card, cvc, passes);
}

function wantsAuthentication(card: TestCard, { setUp, offSession }: Circumstances): boolean {
  if (card.authentication === undefined) return false;
  if (!offSession || card.authentication === 'always') return true;
  return card.authentication === 'unless_set_up' && !setUp;
}

/** What a charge meets. */
export function decidePayment(card: TestCard, circumstances: Circumstances): Decision {
  if (wantsAuthentication(card, circumstances)) {
    return circumstances.offSession
      ? { kind: 'decline', decline: 'authentication_required' }
      : { kind: 'authenticate' };
  }
  return declineOr(card.charge, card, circumstances.cvc, { kind: 'approve' });
}
