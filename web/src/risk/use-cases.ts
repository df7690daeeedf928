// The review queue as this client knows it. A case is looked for among the open ones first and then
// among the decided, because a colleague may have decided it a moment ago.
import { useQuery } from '@tanstack/react-query';
import type { ReviewCaseView } from '../../../src/payments/contract.js';
import { casesQuery } from '../api/queries.js';

export type CaseState = ReviewCaseView['state'];
export const CASE_STATES = ['open', 'released', 'rejected'] as const;

/** The open cases, the one that must be decided first on top; decided ones, newest first. */
export function inQueueOrder(state: CaseState, cases: readonly ReviewCaseView[]): ReviewCaseView[] {
  const sorted = [...cases];
  if (state === 'open') return sorted.sort((a, b) => a.reviewBy.localeCompare(b.reviewBy));
  return sorted.sort((a, b) => (b.decidedAt ?? '').localeCompare(a.decidedAt ?? ''));
}

export interface FoundCase {
  found: ReviewCaseView | undefined;
  isPending: boolean;
  error: Error | null;
  retry: () => void;
}

/** One case by id, whatever its state. */
export function useCase(caseId: string): FoundCase {
  const open = useQuery(casesQuery('open'));
  const isOpen = open.data?.some(({ id }) => id === caseId) ?? false;
  const enabled = open.isSuccess && !isOpen;
  const released = useQuery({ ...casesQuery('released'), enabled });
  const rejected = useQuery({ ...casesQuery('rejected'), enabled });
  const all = [open, released, rejected];
  return {
    found: all.flatMap(({ data }) => data ?? []).find(({ id }) => id === caseId),
    isPending: open.isPending || (enabled && (released.isPending || rejected.isPending)),
    error: open.error ?? released.error ?? rejected.error,
    retry: () => {
      all.forEach((query) => void query.refetch());
    },
  };
}
