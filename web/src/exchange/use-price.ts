// A price while somebody looks at it: it runs down, and when it is over there is a new one. While it may be
// in use nothing replaces it.
import { useQuery, type UseQueryOptions } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { QuoteView } from '../../../src/payments/exchange/contract.js';
import { useNow } from '../ui/time.js';

export interface ShownPrice {
  quote: QuoteView | undefined;
  /** Seconds; zero while a new price is on its way. */
  secondsLeft: number;
  /** Why there is none. */
  error: Error | null;
  /** Asks for a new one. */
  renew: () => void;
}

/** `frozen`: somebody is using it, or may have. `wanted`: there is something to price. */
export function usePrice<Key extends readonly unknown[]>(
  options: UseQueryOptions<QuoteView, Error, QuoteView, Key>,
  { wanted, frozen }: { wanted: boolean; frozen: boolean },
): ShownPrice {
  const { data, dataUpdatedAt, error, isFetching, refetch } = useQuery({
    ...options,
    enabled: wanted,
  });
  const now = useNow(1000);
  // Counted from when it came, because clocks differ.
  const age = Math.max(0, Math.floor((now - dataUpdatedAt) / 1000));
  const secondsLeft = data ? Math.max(0, data.validSeconds - age) : 0;
  const isOver = data !== undefined && secondsLeft === 0 && error === null;
  useEffect(() => {
    if (wanted && isOver && !frozen && !isFetching) void refetch();
  }, [wanted, isOver, frozen, isFetching, refetch]);
  return { quote: wanted ? data : undefined, secondsLeft, error, renew: () => void refetch() };
}
