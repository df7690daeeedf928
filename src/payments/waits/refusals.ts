// Why a payment that waits cannot be ended like this.
import { refusals } from '../../shared/refusal.js';

export const refuseWait = refusals({
  wait_payment_unknown: { kind: 'missing', title: 'There is no such payment.' },
  undo_over: { kind: 'conflict', title: 'This payment cannot be undone any more.' },
  recall_over: { kind: 'conflict', title: 'This payment cannot be recalled any more.' },
  cancel_over: { kind: 'conflict', title: 'This payment cannot be cancelled any more.' },
  claim_over: { kind: 'conflict', title: 'This payment does not wait for you any more.' },
  claim_disputed: {
    kind: 'conflict',
    title: "The payer's bank disputes this payment, so it cannot be accepted.",
  },
  claim_needs_email: {
    kind: 'refused',
    title: 'Please confirm your e-mail address first; then you can accept this payment.',
  },
  wait_restricted: {
    kind: 'refused',
    title: 'That money cannot be moved at the moment. Please contact us.',
  },
});
