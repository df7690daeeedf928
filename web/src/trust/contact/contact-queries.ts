// The questions about trusted contacts: whom one named, who named one, and what waits for one's word.
import { queryOptions } from '@tanstack/react-query';
import type {
  AgreementView,
  TrustedContactView,
} from '../../../../src/payments/trust/contact/contract.js';
import { call } from '../../api/client.js';

/** Names every answer about trusted contacts. */
export const AGREEMENTS = ['agreements'];

export const trustedContactQuery = queryOptions({
  queryKey: [...AGREEMENTS, 'contact'],
  queryFn: ({ signal }) => call<TrustedContactView>('/trusted-contact', { signal }),
});

// The socket tells of each; what it missed is found a little later.
export const agreementsQuery = queryOptions({
  queryKey: [...AGREEMENTS, 'asked'],
  queryFn: async ({ signal }) =>
    (await call<{ agreements: AgreementView[] }>('/agreements', { signal })).agreements,
  refetchInterval: 60_000,
});
