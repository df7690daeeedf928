// Changing the trusted contact: every change answers how things stand then.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TrustedContactView } from '../../../../src/payments/trust/contact/contract.js';
import { call } from '../../api/client.js';
import { trustedContactQuery } from './contact-queries.js';

export interface ContactChange {
  path: string;
  method?: 'POST' | 'PUT';
  body?: object;
}

/** A mutation taking what is asked of the server. */
export function useContactChange(onDone: () => void = () => undefined) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ path, method = 'POST', body = {} }: ContactChange) =>
      call<TrustedContactView>(`/trusted-contact${path}`, { method, body }),
    onSuccess: (view) => {
      queryClient.setQueryData(trustedContactQuery.queryKey, view);
      onDone();
    },
  });
}
