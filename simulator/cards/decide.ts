// What an issuer says to a card: a pure decision from the card's row and the circumstances. Setting
// up is always with the person present; a payment may be off session, where nobody can answer a
// challenge, so a card that wants authentication is declined there instead.
import type { DeclineName } from './declines.js';
import { lookupOf, type Flow, type TestCard } from './row.js';

/** Whether the request asks for 3D Secure itself; `automatic` leaves it to the issuer. */
export type Requested = 'any' | 'automatic' | 'challenge';

export interface Circumstances {
  /** Whether a CVC came with the card. */
  cvc: boolean;
  /** Whether a setup with authentication has succeeded before. */
  setUp: boolean;
  offSession: boolean;
  requested: Requested;
}

/** `flow` says how 3D Secure was tried on the way, null when it was not. */
export type Word =
  | { kind: 'approve'; flow: Flow | null }
  | { kind: 'decline'; decline: DeclineName; flow: Flow | null };

export type Decision = Word | { kind: 'authenticate' };

/** The issuer's last word, after `flow` or without any. */
function lastWord(
  card: TestCard,
  decline: DeclineName | undefined,
  cvc: boolean,
  flow: Flow | null,
): Word {
  if (decline === undefined || (card.onlyWithCvc === true && !cvc))
    return { kind: 'approve', flow };
  return { kind: 'decline', decline, flow };
}

/** What trying 3D Secure leads to, where `decline` is what the issuer would say in the end. */
function tried(
  card: TestCard,
  decline: DeclineName | undefined,
  cvc: boolean,
  flow: Flow | null,
): Decision {
  if (flow === 'challenge') return { kind: 'authenticate' };
  if (flow === 'lookup_error') {
    return { kind: 'decline', decline: decline ?? 'processing_error', flow };
  }
  return lastWord(card, decline, cvc, flow);
}

/** Whether the card may be attached to a customer without anybody present. */
export function decideAttach(card: TestCard, cvc: boolean): Word {
  return lastWord(card, card.attach, cvc, null);
}

/** The flow when the person is there: the card insists, the request asks, or it costs nothing. */
function flowWith(card: TestCard, insists: boolean, requested: Requested): Flow | null {
  const lookup = lookupOf(card);
  if (lookup === 'not_supported') return null;
  return insists || requested !== 'automatic' || lookup === 'frictionless' ? lookup : null;
}

const setupDecline = (card: TestCard): DeclineName | undefined => card.setup ?? card.attach;

/** What a SetupIntent's confirmation meets; every card that ever authenticates does so here. */
export function decideSetup(card: TestCard, cvc: boolean, requested: Requested): Decision {
  const flow = flowWith(card, card.authentication !== undefined, requested);
  return tried(card, setupDecline(card), cvc, flow);
}

function insists(card: TestCard, { setUp, offSession }: Circumstances): boolean {
  if (card.authentication === undefined) return false;
  if (!offSession || card.authentication === 'always') return true;
  return card.authentication === 'unless_set_up' && !setUp;
}

/** What a charge meets. */
export function decidePayment(card: TestCard, circumstances: Circumstances): Decision {
  const { cvc, offSession, requested } = circumstances;
  const insisting = insists(card, circumstances);
  if (!offSession) return tried(card, card.charge, cvc, flowWith(card, insisting, requested));
  if (insisting) return { kind: 'decline', decline: 'authentication_required', flow: null };
  return lastWord(card, card.charge, cvc, null);
}

/** What the issuer says once its owner has authenticated. */
export function decideAuthenticated(
  card: TestCard,
  cvc: boolean,
  purpose: 'payment' | 'setup',
): Word {
  return lastWord(card, purpose === 'payment' ? card.charge : setupDecline(card), cvc, 'challenge');
}
