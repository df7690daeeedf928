// How long a payment may wait because its payer wants it to: to be undone, and before it arrives.
import { type Refusal, refusals } from '../../shared/refusal.js';
import type { SendMoneyBody, UndoSeconds } from '../contract.js';

export const UNDO_SECONDS: readonly UndoSeconds[] = [0, 10, 15, 30, 60];

export const DELAYS: Readonly<Record<NonNullable<SendMoneyBody['delay']>, number>> = {
  '2h': 2,
  '24h': 24,
};

const refuse = refusals({
  arrival_not_possible: {
    kind: 'invalid',
    title: 'It can arrive from five minutes to seven days from now, from a card within six days.',
  },
});

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const EARLIEST_MS = 5 * MINUTE_MS;
// A card's authorisation lives for seven days, and is captured at the arrival.
const LATEST_DAYS = { balance: 7, card: 6 };

/** Why a payment cannot arrive then; undefined when it can. */
export function arrivalRefusal(
  arrivesAt: Date | null,
  { at, cardId }: { readonly at: Date; readonly cardId: string | null },
): Refusal | undefined {
  if (arrivesAt === null) return undefined;
  const ahead = arrivesAt.getTime() - at.getTime();
  const latest = LATEST_DAYS[cardId === null ? 'balance' : 'card'] * DAY_MS;
  const possible = ahead >= EARLIEST_MS && ahead <= latest;
  return possible ? undefined : refuse('arrival_not_possible');
}

/** When a payment that is sent at `at` arrives, if its payer chose a time. */
export function arrivalOf(
  { delay, arrivesAt }: Pick<SendMoneyBody, 'delay' | 'arrivesAt'>,
  at: Date,
): Date | null {
  if (delay !== undefined && arrivesAt !== undefined) throw refuse('arrival_not_possible');
  if (delay !== undefined) return new Date(at.getTime() + DELAYS[delay] * 60 * MINUTE_MS);
  return arrivesAt === undefined ? null : new Date(arrivesAt);
}
