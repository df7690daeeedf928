// Answering one's bank. The server hands out the secret of the payment's intent, afresh each time, the
// processor's own script asks the bank's question over the page, and the server then looks what came
// of it. It works as often as the bank waits: after a reload, and on another device.
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import type { AuthenticationView, PaymentView } from '../../../src/payments/contract.js';
import { call, Problem } from '../api/client.js';
import { refreshMoney } from '../api/live.js';
import { catchUp } from '../api/messages.js';
import { configQuery } from '../api/queries.js';
import { loadProcessor } from './processor.js';

/** Lets the payer answer their bank; the payment as it stands afterwards. */
export const authenticate = (queryClient: QueryClient, paymentId: string): Promise<PaymentView> =>
  answerBank(queryClient, `/payments/${paymentId}/authentication`, 'authentication_not_asked');

/**
 * Lets somebody answer their bank about what stands at `path`; how it stands afterwards. `notAsked` is the
 * code that says that the bank asks nothing.
 */
export async function answerBank<View>(
  queryClient: QueryClient,
  path: string,
  notAsked: string,
): Promise<View> {
  try {
    const { clientSecret } = await call<AuthenticationView>(path);
    const { processor } = await queryClient.query({ ...configQuery, staleTime: 'static' });
    const stripe = await loadProcessor(processor);
    // What it answers is not believed; the server asks the processor itself.
    await stripe.handleNextAction({ clientSecret });
  } catch (error) {
    // The bank may have its answer already, from another device or a moment ago.
    if (!(error instanceof Problem && error.code === notAsked)) throw error;
  }
  return call<View>(`${path}/finish`, { method: 'POST', body: {} });
}

/** The two things a payer can do about a payment whose bank waits for them. */
export function useAuthenticate(paymentId: string, threadId: string) {
  const queryClient = useQueryClient();
  const onSettled = (): void => {
    refreshMoney(queryClient, paymentId);
    // The socket or the next connection brings the same news if this question gets lost.
    catchUp(queryClient, threadId).catch(() => undefined);
  };
  const confirm = useMutation({
    mutationFn: () => authenticate(queryClient, paymentId),
    onSettled,
  });
  const cancel = useMutation({
    mutationFn: () =>
      call<PaymentView>(`/payments/${paymentId}/authentication`, { method: 'DELETE' }),
    onSettled,
  });
  return { confirm, cancel };
}
