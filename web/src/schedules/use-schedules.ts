// Making, changing and ending scheduled payments. Whatever the answer, the lists ask again.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  ScheduleBody,
  ScheduleChangeBody,
  ScheduleDetailView,
  ScheduleView,
} from '../../../src/payments/schedules/contract.js';
import { call } from '../api/client.js';
import { useAttemptKey } from '../money/attempt-key.js';
import { SCHEDULES } from './schedule-queries.js';

/** A mutation taking the body of `POST /v1/schedules`. */
export function useMakeSchedule(onMade: () => void) {
  const queryClient = useQueryClient();
  const attempt = useAttemptKey();
  return useMutation({
    mutationFn: (body: ScheduleBody) =>
      call<ScheduleView>('/schedules', {
        method: 'POST',
        body,
        // What confirms the wish is no part of it: confirmed anew it is still the same schedule.
        idempotencyKey: attempt.of({ ...body, confirmationId: undefined }),
      }),
    onSuccess: onMade,
    onSettled: (_made, error) => {
      attempt.settle(error);
      void queryClient.invalidateQueries({ queryKey: SCHEDULES });
    },
  });
}

/** What may be done with one of them. */
export type ScheduleAct =
  | { readonly word: 'pause' | 'resume' | 'stop' }
  | { readonly word: 'skip'; readonly number: number };

/** A mutation taking what is to be done with one. */
export function useScheduleAct(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ word, ...body }: ScheduleAct) =>
      call<ScheduleDetailView>(`/schedules/${id}/${word}`, { method: 'POST', body }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: SCHEDULES }),
  });
}

/** A mutation taking the body of `PATCH /v1/schedules/:id`. */
export function useChangeSchedule(id: string, onChanged: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: ScheduleChangeBody) =>
      call<ScheduleDetailView>(`/schedules/${id}`, { method: 'PATCH', body }),
    onSuccess: onChanged,
    onSettled: () => queryClient.invalidateQueries({ queryKey: SCHEDULES }),
  });
}
