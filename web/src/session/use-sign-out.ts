// Signing out forgets everything the cache holds about the person.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { call } from '../api/client.js';
import { forgetPerson } from '../api/query-client.js';
import { sessionQuery } from '../api/queries.js';

export function useSignOut() {
  const router = useRouter();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => call<undefined>('/session', { method: 'DELETE' }),
    onSuccess: async () => {
      queryClient.setQueryData(sessionQuery.queryKey, null);
      await router.navigate({ to: '/signin' });
      forgetPerson(queryClient);
    },
  });
}
