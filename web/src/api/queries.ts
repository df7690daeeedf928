// Every question this client asks, by name: its key in the cache and its path on the server. Keys
// live only here, so whoever must refresh an answer names the question and not a string.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { ThreadView } from '../../../src/chat/contract.js';
import type {
  AccountView,
  PasskeyView,
  SecondFactorView,
  SessionView,
} from '../../../src/identity/contract.js';
import type {
  PaymentView,
  RefundView,
  ReviewCaseView,
  WalletExplanationView,
  WalletView,
} from '../../../src/payments/contract.js';
import type { SavedCardView } from '../../../src/payments/cards/contract.js';
import type { PublicConfigView } from '../../../src/shared/contract.js';
import { call, Problem } from './client.js';
import { withQuery } from './with-query.js';

export const configQuery = queryOptions({
  queryKey: ['config'],
  queryFn: ({ signal }) => call<PublicConfigView>('/config', { signal }),
  staleTime: Infinity,
});

/** Who is signed in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }) => {
    try {
      return await call<SessionView>('/session', { signal });
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }) => call<AccountView>('/account', { signal }),
});

export const passkeysQuery = queryOptions({
  queryKey: ['passkeys'],
  queryFn: async ({ signal }) =>
    (await call<{ passkeys: PasskeyView[] }>('/passkeys', { signal })).passkeys,
});

/** What the viewer has set up besides a password. */
export const secondFactorQuery = queryOptions({
  queryKey: ['second-factor'],
  queryFn: ({ signal }) => call<SecondFactorView>('/second-factor', { signal }),
});

export const threadsQuery = queryOptions({
  queryKey: ['threads'],
  queryFn: async ({ signal }) =>
    (await call<{ threads: ThreadView[] }>('/threads', { signal })).threads,
});

export const threadQuery = (threadId: string) =>
  queryOptions({
    queryKey: ['thread', threadId],
    queryFn: ({ signal }) => call<ThreadView>(`/threads/${threadId}`, { signal }),
  });

export const walletQuery = queryOptions({
  queryKey: ['wallet'],
  queryFn: ({ signal }) => call<WalletView>('/wallet', { signal }),
});

/** Why a balance is what it is, newest first. */
export const walletExplanationQuery = (currency: string) =>
  infiniteQueryOptions({
    queryKey: ['wallet', 'explanation', currency],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<WalletExplanationView>(
        withQuery('/wallet/explanation', { currency, before: pageParam }),
        { signal },
      ),
    getNextPageParam: (page) => page.next,
  });

/** Names every page of activity, whatever was looked for. */
export const ACTIVITY = ['activity'];

/** The saved cards: the one to offer first, then the newest. */
export const cardsQuery = queryOptions({
  queryKey: ['cards'],
  queryFn: async ({ signal }) =>
    inOfferedOrder((await call<{ cards: SavedCardView[] }>('/cards', { signal })).cards),
});

export const paymentQuery = (paymentId: string) =>
  queryOptions({
    queryKey: ['payment', paymentId],
    queryFn: ({ signal }) => call<PaymentView>(`/payments/${paymentId}`, { signal }),
  });

/** What of a payment was given back, for its payer and payee. */
export const refundsQuery = (paymentId: string) =>
  queryOptions({
    queryKey: ['payment', paymentId, 'refunds'],
    queryFn: async ({ signal }) =>
      (await call<{ refunds: RefundView[] }>(`/payments/${paymentId}/refunds`, { signal })).refunds,
  });

export const casesQuery = (state: ReviewCaseView['state']) =>
  queryOptions({
    queryKey: ['cases', state],
    queryFn: async ({ signal }) =>
      (await call<{ cases: ReviewCaseView[] }>(`/risk/cases?state=${state}`, { signal })).cases,
    refetchInterval: state === 'open' ? 4_000 : 15_000,
  });

// Ids sort by the time they were made.
function inOfferedOrder(cards: readonly SavedCardView[]): SavedCardView[] {
  return [...cards].sort(
    (left, right) =>
      Number(right.isDefault) - Number(left.isDefault) || (left.id < right.id ? 1 : -1),
  );
}
