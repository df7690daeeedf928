// The cache of everything the server told us. A 401 anywhere means the session ended: what belonged
// to it is forgotten and the listener leads to the sign-in page; a session that turns out to lack its
// second factor leads there. Refusals are never asked again; lost connections are, twice.
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { Problem } from './client.js';
import { configQuery, sessionQuery } from './queries.js';

/** Forgets everything that belonged to the person who was signed in. */
export function forgetPerson(queryClient: QueryClient): void {
  const kept = [configQuery.queryKey[0], sessionQuery.queryKey[0]];
  queryClient.removeQueries({ predicate: ({ queryKey }) => !kept.includes(String(queryKey[0])) });
}

interface Listeners {
  /** Any call answered 401. */
  onSignedOut: () => void;
  /** The person was given a role of the staff, and has not shown their second factor. */
  onSecondFactor: () => void;
}

const SECOND_FACTOR = ['second_factor_needed', 'second_factor_missing'];

/** Makes the cache. */
export function makeQueryClient({ onSignedOut, onSecondFactor }: Listeners): QueryClient {
  const watch = (error: Error): void => {
    if (!(error instanceof Problem)) return;
    if (error.status === 401) onSignedOut();
    if (SECOND_FACTOR.includes(error.code)) onSecondFactor();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError: watch }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _context, mutation) => {
        // A wrong password is also a 401, and it is the sign-in form's own business.
        if (mutation.meta?.['signingIn'] !== true) watch(error);
      },
    }),
    // Without `always` a payment confirmed without a network would wait in silence and leave by itself
    // whenever the network comes back; it must fail and be sent by the person instead.
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: 10_000,
        retry: (failures, error) => !(error instanceof Problem) && failures < 2,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
