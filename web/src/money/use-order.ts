// The order that a draft stands for: payee, amount, source and note, worked out from what is typed and
// what the server told (limits, balance, cards). A draft that is not yet payable says why in a sentence.
import { useQuery } from '@tanstack/react-query';
import type { ParticipantView, ThreadView } from '../../../src/chat/contract.js';
import type { SavedCardView, SendMoneyBody } from '../../../src/payments/contract.js';
import type { MoneyView } from '../../../src/shared/contract.js';
import { cardsQuery, configQuery, walletQuery } from '../api/queries.js';
import { allowanceWords, beyondWords } from '../trust/limit-words.js';
import { limitsQuery } from '../trust/trust-queries.js';
import { type Arrival, arrivalIn } from './arrival.js';
import { formatMoney, isZero } from './format.js';
import { isMoreThan, parseAmount, withDigits, type ParsedAmount } from './parse-amount.js';
import type { Draft } from './use-money-sheet.js';

export interface Order {
  currency: string;
  digits: number;
  currencies: string[];
  /** What the payee gets it in. */
  receives: string;
  /** What the payer may still send, in words; null while that is loading. */
  allowance: string | null;
  /** Null while the wallet is loading. */
  available: string | null;
  cards: SavedCardView[];
  /** 'balance' or the card chosen. */
  source: 'balance' | SavedCardView;
  payees: ParticipantView[];
  payee: ParticipantView | null;
  parsed: ParsedAmount;
  /** Why the draft cannot be paid as it stands; null when it can. */
  obstacle: string | null;
  /** Whether the obstacle should wait until somebody tries to go on. */
  obstacleIsEarly: boolean;
  /** True when only a card that is not there yet could pay this amount. */
  needsCard: boolean;
  /** When it is to arrive; empty is at once. */
  arrival: Arrival;
  body: SendMoneyBody | null;
}

/**
 * Works the order out. `asked` says that the server was asked to send it and did not refuse: the
 * balance may by then have paid it, and must not be compared again.
 */
export function useOrder(
  thread: ThreadView,
  viewerId: string,
  draft: Draft,
  asked: boolean,
): Order {
  const { data: config } = useQuery(configQuery);
  const { data: wallet } = useQuery(walletQuery);
  const { data: cards = [] } = useQuery(cardsQuery);
  const { data: limits } = useQuery(limitsQuery);

  const currency = draft.currency ?? config?.defaultCurrency ?? 'EUR';
  const digits = config?.currencies.find(({ code }) => code === currency)?.digits ?? 2;
  const maximum = config ? withDigits(config.maximumAmount, digits) : null;
  const row = wallet?.balances.find((balance) => balance.currency === currency);
  const available = wallet ? (row?.available ?? withDigits('0', digits)) : null;
  const { payees, payee } = payeeOf(thread, viewerId, draft);
  const parsed = parseAmount(draft.typed, { currency, digits, maximum: maximum ?? 'Infinity' });
  const exceeded = available !== null && parsed.ok && isMoreThan(parsed.amount, available);
  const chosen = draft.confirmed ?? draft.source;
  const isEnough = available === null || !(exceeded || isZero(available));
  const source = sourceOf(chosen, cards, isEnough);
  const arrival = arrivalIn(draft.arrival);
  const needsCard = exceeded && cards.length === 0 && !asked;
  const short = exceeded && source === 'balance' && !asked;
  const tooMuch = short ? tooMuchWords({ amount: available, currency }) : null;
  const allowed = limits?.currencies.find((limit) => limit.currency === currency);
  const beyond =
    allowed && parsed.ok && !asked && isMoreThan(parsed.amount, allowed.most)
      ? beyondWords(allowed, limits?.next?.step)
      : null;
  const receives = draft.receives ?? currency;
  const byCard = receives === currency ? null : exchangeWords(source);
  const obstacle = parsed.ok
    ? (beyond ??
      tooMuch ??
      byCard ??
      (payee ? null : 'Choose who gets the money.') ??
      (arrival ? null : 'Say when it is to arrive.'))
    : parsed.sentence;
  const obstacleIsEarly = parsed.ok
    ? !beyond && !byCard && (chosen !== 'balance' || !tooMuch)
    : parsed.unfinished;
  const body =
    parsed.ok && payee && arrival && obstacle === null
      ? bodyOf(thread, draft, payee, {
          amount: { amount: parsed.amount, currency },
          funding: source === 'balance' ? { source } : { source: 'card', cardId: source.id },
          ...arrival,
        })
      : null;
  return {
    currency,
    digits,
    receives,
    currencies: config?.currencies.map(({ code }) => code) ?? [currency],
    allowance: allowed ? allowanceWords(allowed, maximum) : null,
    available,
    cards,
    source,
    payees,
    payee,
    parsed,
    obstacle,
    obstacleIsEarly,
    needsCard,
    arrival: arrival ?? {},
    body,
  };
}

const tooMuchWords = (available: MoneyView): string =>
  `You have ${formatMoney(available)} available. Pay with a card, or send less.`;

const exchangeWords = (source: Order['source']): string | null =>
  source !== 'balance'
    ? 'Only your balance can be exchanged. Pay from it, or send the same currency.'
    : null;
function bodyOf(
  thread: ThreadView,
  { note: typed, request, settle, exemptionId }: Draft,
  payee: ParticipantView,
  money: Pick<SendMoneyBody, 'amount' | 'funding'> & Arrival,
): SendMoneyBody {
  const note = typed.trim();
  return {
    threadId: thread.id,
    ...(thread.kind === 'group' ? { payeeId: payee.personId } : {}),
    ...money,
    ...(note === '' ? {} : { note }),
    ...(request === null ? {} : { request }),
    ...(settle.length === 0 ? {} : { settle }),
    ...(exemptionId === null ? {} : { exemptionId }),
  };
}

function payeeOf({ participants }: ThreadView, viewerId: string, { payeeId }: Draft) {
  const payees = participants.filter(({ personId }) => personId !== viewerId);
  const payee =
    payees.length === 1 ? payees[0] : payees.find(({ personId }) => personId === payeeId);
  return { payees, payee: payee ?? null };
}

function sourceOf(
  chosen: string | null,
  cards: readonly SavedCardView[],
  isEnough: boolean,
): 'balance' | SavedCardView {
  const card = cards.find(({ id }) => id === chosen);
  if (card) return card;
  const offered = cards.find(({ expired }) => !expired);
  return chosen === null && !isEnough ? (offered ?? 'balance') : 'balance';
}
