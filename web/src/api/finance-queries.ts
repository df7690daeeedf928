// Every question the finance pages ask. Their keys begin with `books`, so that whoever changes the
// books can have all of them asked again.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  AccountDetailView,
  AccountsPage,
  AuditView,
  CorrectionsPage,
  CorrectionState,
  EntryDetailView,
  ExplanationView,
  GeneralLedgerPageView,
  JournalPage,
  PeriodDetailView,
  PeriodsView,
  StatementView,
  TrialBalanceView,
} from '../../../src/finance/contract.js';
import { call } from './client.js';
import { withQuery } from './with-query.js';

/** Names every answer about the books. */
export const BOOKS = ['books'];

/** As of now, or of the moment given in ISO 8601. */
export const trialBalanceQuery = (at: string | null) =>
  queryOptions({
    queryKey: [...BOOKS, 'trial-balance', at],
    queryFn: ({ signal }) =>
      call<TrialBalanceView>(withQuery('/finance/trial-balance', { at }), { signal }),
  });

/** Recomputes every invariant from the entries, so it runs only when somebody asks. */
export const auditQuery = queryOptions({
  queryKey: ['audit'],
  queryFn: ({ signal }) => call<AuditView>('/finance/audit', { signal }),
  enabled: false,
  staleTime: Infinity,
});

export const journalQuery = infiniteQueryOptions({
  queryKey: [...BOOKS, 'journal'],
  initialPageParam: null as string | null,
  queryFn: ({ pageParam, signal }) =>
    call<JournalPage>(withQuery('/finance/entries', { before: pageParam }), { signal }),
  getNextPageParam: (page) => page.next,
});

export const entryQuery = (id: string) =>
  queryOptions({
    queryKey: [...BOOKS, 'entry', id],
    queryFn: ({ signal }) => call<EntryDetailView>(`/finance/entries/${id}`, { signal }),
  });

/** Which accounts are looked for; with a position their sums up to it. */
export interface AccountsSearch {
  code?: number | undefined;
  currency?: string | undefined;
  owner?: string | undefined;
  position?: string | undefined;
}

export const accountsQuery = ({ code, owner }: AccountsSearch) =>
  infiniteQueryOptions({
    queryKey: [...BOOKS, 'accounts', code ?? null, owner ?? null],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam: after, signal }) =>
      call<AccountsPage>(withQuery('/finance/accounts', { code, owner, after }), { signal }),
    getNextPageParam: (page) => page.next,
  });

export const ledgerQuery = ({ code, currency, position }: AccountsSearch) =>
  infiniteQueryOptions({
    queryKey: [...BOOKS, 'ledger', code ?? null, currency ?? null, position ?? null],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam: after, signal }) =>
      call<GeneralLedgerPageView>(
        withQuery('/finance/general-ledger', { code, currency, toPosition: position, after }),
        { signal },
      ),
    getNextPageParam: (page) => page.next,
  });

/** The path of an account's pages. */
export const accountPath = (address: string): string =>
  `/finance/accounts/${encodeURIComponent(address)}`;

export const accountQuery = (address: string) =>
  queryOptions({
    queryKey: [...BOOKS, 'account', address],
    queryFn: ({ signal }) => call<AccountDetailView>(accountPath(address), { signal }),
  });

/** Every page is asked as of the position that the first one named. */
export const statementQuery = (address: string) =>
  infiniteQueryOptions({
    queryKey: [...BOOKS, 'statement', address],
    initialPageParam: null as { after: string; toPosition: string } | null,
    queryFn: ({ pageParam, signal }) =>
      call<StatementView>(withQuery(`${accountPath(address)}/statement`, { ...pageParam }), {
        signal,
      }),
    getNextPageParam: ({ next, range }) =>
      next === null ? null : { after: next, toPosition: range.toPosition },
  });

export const explanationQuery = (address: string) =>
  infiniteQueryOptions({
    queryKey: [...BOOKS, 'explanation', address],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam: before, signal }) =>
      call<ExplanationView>(withQuery(`${accountPath(address)}/explanation`, { before }), {
        signal,
      }),
    getNextPageParam: (page) => page.next,
  });

export const correctionsQuery = (state: CorrectionState) =>
  infiniteQueryOptions({
    queryKey: [...BOOKS, 'corrections', state],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam: before, signal }) =>
      call<CorrectionsPage>(withQuery('/finance/corrections', { state, before }), { signal }),
    getNextPageParam: (page) => page.next,
    // What a colleague proposes shall be seen while one waits for it.
    refetchInterval: state === 'proposed' ? 4_000 : 15_000,
  });

export const periodsQuery = queryOptions({
  queryKey: [...BOOKS, 'periods'],
  queryFn: async ({ signal }) => (await call<PeriodsView>('/finance/periods', { signal })).periods,
});

export const periodQuery = (number: number) =>
  queryOptions({
    queryKey: [...BOOKS, 'periods', number],
    queryFn: ({ signal }) =>
      call<PeriodDetailView>(`/finance/periods/${String(number)}`, { signal }),
  });
