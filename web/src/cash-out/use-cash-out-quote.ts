// What is typed as the amount of a cash-out, with the server's quote for it or the sentence why it
// cannot be cashed out. The quote is asked for when the typing pauses.
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type {
  CashOutMethod,
  CashOutQuoteView,
  CashOutTerms,
} from '../../../src/payments/cash-out/contract.js';
import type { MoneyView } from '../../../src/shared/contract.js';
import { cashOutQuoteQuery } from '../api/cash-out-queries.js';
import { sentenceOf } from '../api/client.js';
import { configQuery, walletQuery } from '../api/queries.js';
import { formatMoney } from '../money/format.js';
import { isMoreThan, parseAmount } from '../money/parse-amount.js';

/** What the person decided for. */
export interface Choice {
  amount: MoneyView;
  method: CashOutMethod;
  terms: CashOutTerms;
}

export interface Quoted {
  available: string | null;
  quote: CashOutQuoteView | undefined;
  isAsking: boolean;
  /** Why it cannot be cashed out as it stands; null when it can, or when it is not typed out yet. */
  wrong: string | null;
  /** What is merely missing, said when somebody tries to go on. */
  missing: string | null;
}

const PAUSE_MS = 300;

export function useCashOutQuote(typed: string, currency: string): Quoted {
  const { data: config } = useQuery(configQuery);
  const { data: wallet } = useQuery(walletQuery);
  const digits = config?.currencies.find(({ code }) => code === currency)?.digits ?? 2;
  const available =
    wallet?.balances.find((balance) => balance.currency === currency)?.available ?? null;
  const parsed = parseAmount(typed, { currency, digits, maximum: 'Infinity' });
  const tooMuch = parsed.ok && available !== null && isMoreThan(parsed.amount, available);
  const [paused] = useDebouncedValue(parsed.ok ? parsed.amount : null, PAUSE_MS);
  const isCurrent = parsed.ok && paused === parsed.amount;
  const asked = useQuery({
    ...cashOutQuoteQuery({ amount: paused ?? '0', currency }),
    enabled: isCurrent && !tooMuch,
  });
  const refusal = tooMuch
    ? `You have ${formatMoney({ amount: available, currency })} available.`
    : isCurrent && asked.error
      ? sentenceOf(asked.error)
      : null;
  const malformed = parsed.ok || parsed.unfinished ? null : parsed.sentence;
  return {
    available,
    quote: isCurrent && !tooMuch ? asked.data : undefined,
    isAsking: parsed.ok && !tooMuch && (!isCurrent || asked.isFetching),
    wrong: refusal ?? malformed,
    missing: parsed.ok ? null : parsed.sentence,
  };
}
