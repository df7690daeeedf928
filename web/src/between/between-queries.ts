// What is open between the viewer and the others of a thread.
import { queryOptions } from '@tanstack/react-query';
import type { BetweenView } from '../../../src/payments/between/contract.js';
import { call } from '../api/client.js';

/** Names every answer that a request or a payment changes. */
export const BETWEEN = ['between'];

export const betweenQuery = (threadId: string) =>
  queryOptions({
    queryKey: [...BETWEEN, threadId],
    queryFn: ({ signal }) => call<BetweenView>(`/threads/${threadId}/between`, { signal }),
  });
