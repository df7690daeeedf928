// The order that a draft stands for: payee, amount, source and note, worked out from what is typed and
// what the server told (limits, balance, cards). A draft that is not yet payable says why in a sentence.
import { useQuery } from '@tanstack/react-query';
import type { ParticipantView, ThreadView } from '../../../src/chat/contract.js';
import type { SendMoneyBody, WalletView } from '../../../src/payments/contract.js';
import type { SavedCardView } from '../../../src/payments/cards/contract.js';
import type { MoneyView, PublicConfigView } from '../../../src/shared/contract.js';
import { cardsQuery, configQuery, walletQuery } from '../api/queries.js';
import { allowanceWords, beyondWords } from '../trust/limit-words.js';
import { limitsQuery } from '../trust/trust-queries.js';
import { type Arrival, arrivalIn } from './arrival.js';
import { BALANCE_FIRST, type Parts, partsOf } from './balance-first.js';
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
  /** What the picker calls that. */
  picked: string;
  /** How balance and card would share it; null where one of them pays alone. */
  parts: Parts | null;
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
  /** Whether an arrival can be chosen. */
  canWait: boolean;
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

  const terms = termsOf(draft, config, wallet);
  const { currency, digits, receives, currencies, maximum, available, leastCharge } = terms;
  const { payees, payee } = payeeOf(thread, viewerId, draft);
  const parsed = parseAmount(draft.typed, { currency, digits, maximum: maximum ?? 'Infinity' });
  const exceeded = available !== null && parsed.ok && isMoreThan(parsed.amount, available);
  const chosen = draft.confirmed ?? draft.source;
  const isEnough = available === null || !(exceeded || isZero(available));
  const amount = parsed.ok && isPlain(draft, terms) ? parsed.amount : null;
  const parts = partsOf({ amount, currency, available, leastCharge, cards });
  const { source, picked } = paidBy(chosen, { cards, parts, isEnough, asked });
  // What is sent on a date, or exchanged, arrives at once.
  const canWait = draft.when === null && receives === currency;
  const arrival = arrivalIn(canWait ? draft.arrival : '');
  const needsCard = exceeded && cards.length === 0 && !asked;
  const short = exceeded && source === 'balance' && !asked;
  const tooMuch = short ? tooMuchWords({ amount: available, currency }) : null;
  const allowed = limits?.currencies.find((limit) => limit.currency === currency);
  const beyond =
    allowed && parsed.ok && !asked && isMoreThan(parsed.amount, allowed.most)
      ? beyondWords(allowed, limits?.next?.step)
      : null;
  const byCard = receives === currency ? null : exchangeWords(source);
  const left = missingWords(payee, arrival);
  const obstacle = parsed.ok ? (beyond ?? tooMuch ?? byCard ?? left) : parsed.sentence;
  const obstacleIsEarly = parsed.ok
    ? !beyond && !byCard && (chosen !== 'balance' || !tooMuch)
    : parsed.unfinished;
  const body =
    parsed.ok && payee && arrival && obstacle === null
      ? bodyOf(thread, draft, payee, {
          amount: { amount: parsed.amount, currency },
          funding: fundingOf(source, picked),
          ...arrival,
        })
      : null;
  return {
    currency,
    digits,
    receives,
    currencies,
    allowance: allowed ? allowanceWords(allowed, maximum) : null,
    available,
    cards,
    source,
    picked,
    parts,
    payees,
    payee,
    parsed,
    obstacle,
    obstacleIsEarly,
    needsCard,
    arrival: arrival ?? {},
    canWait,
    body,
  };
}

// At once and without an exchange: only such a payment can be divided.
const isPlain = (
  { arrival, when }: Draft,
  { currency, receives }: { currency: string; receives: string },
): boolean => arrival === '' && when === null && receives === currency;

// What the server's configuration and the wallet say about the currency of a draft.
function termsOf(
  draft: Draft,
  config: PublicConfigView | undefined,
  wallet: WalletView | undefined,
) {
  const currency = draft.currency ?? config?.defaultCurrency ?? 'EUR';
  const terms = config?.currencies.find(({ code }) => code === currency);
  const digits = terms?.digits ?? 2;
  const row = wallet?.balances.find((balance) => balance.currency === currency);
  return {
    currency,
    digits,
    receives: draft.receives ?? currency,
    currencies: config?.currencies.map(({ code }) => code) ?? [currency],
    maximum: config ? withDigits(config.maximumAmount, digits) : null,
    available: wallet ? (row?.available ?? withDigits('0', digits)) : null,
    leastCharge: terms?.leastCharge ?? '1',
  };
}

const tooMuchWords = (available: MoneyView): string =>
  `You have ${formatMoney(available)} available. Pay with a card, or send less.`;

/** What is left to say. */
function missingWords(payee: unknown, arrival: unknown): string | null {
  if (!payee) return 'Choose who gets the money.';
  return arrival ? null : 'Say when it is to arrive.';
}

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

interface Ways {
  cards: readonly SavedCardView[];
  parts: Parts | null;
  isEnough: boolean;
  asked: boolean;
}

// Once it was asked for, it stays what it was, however the balance stands by then.
function paidBy(
  chosen: string | null,
  { cards, parts, isEnough, asked }: Ways,
): Pick<Order, 'source' | 'picked'> {
  const shares = chosen === BALANCE_FIRST;
  if (shares && (parts !== null || asked)) {
    return { source: parts?.card ?? sourceOf(null, cards, false), picked: BALANCE_FIRST };
  }
  const source = sourceOf(shares ? null : chosen, cards, isEnough);
  return { source, picked: source === 'balance' ? source : source.id };
}

function fundingOf(source: Order['source'], picked: string): SendMoneyBody['funding'] {
  if (source === 'balance') return { source };
  return { source: picked === BALANCE_FIRST ? BALANCE_FIRST : 'card', cardId: source.id };
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
