// Every no of this room: why an account cannot be closed yet, or not in this way.
import { refusals } from '../shared/refusal.js';

export const refuse = refusals({
  erasure_not_confirmed: {
    kind: 'invalid',
    title: 'Please type your handle to confirm that your account is to be erased.',
  },
  erasure_of_staff: {
    kind: 'forbidden',
    title: 'You work here. Have your roles taken back before you close your account.',
  },
  erasure_balance_left: {
    kind: 'conflict',
    title: 'There is money in your account. Please cash it out or send it first.',
  },
  erasure_debt_open: { kind: 'conflict', title: 'You owe something. Please settle it first.' },
  erasure_payment_open: {
    kind: 'conflict',
    title: 'A payment of yours is still under way. Please wait until it has arrived or failed.',
  },
  erasure_gift_open: {
    kind: 'conflict',
    title: 'A gift of yours is still open. Please wait until it has ended.',
  },
  erasure_request_open: {
    kind: 'conflict',
    title: 'A request between you and somebody is open. Please cancel, decline or pay it first.',
  },
  erasure_schedule_open: {
    kind: 'conflict',
    title: 'A payment of yours is scheduled. Please stop it first.',
  },
  erasure_refund_open: { kind: 'conflict', title: 'A refund of yours is still under way.' },
  erasure_dispute_open: { kind: 'conflict', title: 'A dispute about a payment of yours is open.' },
  erasure_top_up_open: {
    kind: 'conflict',
    title: 'Money that you added from a card is not settled yet.',
  },
  erasure_contest_open: {
    kind: 'conflict',
    title: 'A payment of yours is being asked back, reported or appealed. Please wait for its end.',
  },
  erasure_cash_out_open: { kind: 'conflict', title: 'A cash-out of yours is still under way.' },
  erasure_asked_already: { kind: 'conflict', title: 'Your account is being closed already.' },
  erasure_unknown: { kind: 'missing', title: 'Your account is not being closed.' },
});

export type Obstacle = Extract<
  Parameters<typeof refuse>[0],
  `erasure_${'balance_left' | 'debt_open' | `${string}_open`}`
>;
