// Paying in a conversation: the sheet, what it opens with, and the send it stands for.
import type { PaymentCard } from '../../../src/payments/contract.js';
import type { RequestCard } from '../../../src/payments/requests/contract.js';
import type { Settled } from '../between/settled.js';
import { type Draft, useMoneySheet } from '../money/use-money-sheet.js';
import { useSendMoney } from '../money/use-send-money.js';
import { coolingIn, endCooling } from '../trust/cool-off.js';

/** A request as it is paid, from its own card or from that of a bill. */
export type PaidRequest = Pick<
  RequestCard,
  'requestId' | 'revision' | 'requesterId' | 'left' | 'amount' | 'note'
>;

export function usePaying(threadId: string, onPaid: () => void) {
  const sheet = useMoneySheet();
  const sending = useSendMoney({
    onSent: () => {
      endCooling(threadId);
      onPaid();
      sheet.finish();
    },
    onRefused: () => {
      sheet.open();
    },
  });
  // While an answer is awaited the sheet belongs to that payment; otherwise it starts at the amount.
  const open = (change: Partial<Draft> = {}): void => {
    if (sending.isPending) {
      sheet.open();
      return;
    }
    sending.reset();
    const plain = { when: null, request: null, settle: [], exemptionId: null };
    sheet.open({ ...coolingIn(threadId)?.draft, ...plain, ...change, step: 'amount' });
  };
  return {
    sheet,
    sending,
    open,
    tryAgain: ({ amount, note, payeeId, contest }: PaymentCard): void => {
      const exemptionId = contest?.rejection?.exemptionId ?? null;
      const wanted = { typed: amount.amount, currency: amount.currency, note: note ?? '' };
      open({ ...wanted, payeeId, exemptionId });
    },
    /** One payment for all that is open between two people, as it was seen. */
    settle: ({ payeeId, amount, currency, settle }: Settled): void => {
      open({ typed: amount, currency, note: 'Settling up', payeeId, settle });
    },
    /** What is paid is the request as it stands on the card that was tapped. */
    payRequest: (request: PaidRequest): void => {
      const { requestId, revision, requesterId, left, amount, note } = request;
      open({
        typed: left,
        currency: amount.currency,
        note: note ?? '',
        payeeId: requesterId,
        request: { id: requestId, revision },
      });
    },
  };
}
