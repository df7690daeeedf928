// Every no about what is contested, with its sentence.
import { refusals } from '../../shared/refusal.js';

export const refuseContest = refusals({
  contest_payment_unknown: { kind: 'missing', title: 'There is no such payment.' },
  contest_not_payer: { kind: 'forbidden', title: 'Only who paid can do this.' },
  contest_not_payee: { kind: 'forbidden', title: 'Only who received the money can do this.' },
  contest_not_completed: {
    kind: 'conflict',
    title: 'No money has arrived that could come back.',
  },
  contest_disputed: {
    kind: 'conflict',
    title: "The payer's bank is examining this payment; it decides about the money.",
  },
  contest_nothing_left: { kind: 'conflict', title: 'All of this payment has come back already.' },
  ask_back_open: { kind: 'conflict', title: 'You have asked for it back already.' },
  ask_back_too_often: { kind: 'refused', title: 'A payment can be asked back twice at most.' },
  ask_back_over: { kind: 'conflict', title: 'This question has been answered, or has ended.' },
  ask_back_not_yet: {
    kind: 'conflict',
    title: 'The other person still has time to answer.',
  },
  report_exists: { kind: 'conflict', title: 'This payment has been reported already.' },
  report_too_late: { kind: 'refused', title: 'A payment can be reported for 120 days.' },
  report_answered: { kind: 'conflict', title: 'You have answered this report already.' },
  report_answer_late: { kind: 'conflict', title: 'The time to answer this report is over.' },
  report_no_appeal: {
    kind: 'conflict',
    title: 'There is no decision that you could appeal now.',
  },
  appeal_not_rejected: {
    kind: 'conflict',
    title: 'No reviewer has rejected this payment.',
  },
  appeal_exists: { kind: 'conflict', title: 'You have appealed this already.' },
  appeal_too_late: { kind: 'refused', title: 'The time to appeal is over.' },
  contest_unknown: { kind: 'missing', title: 'There is no such case.' },
  contest_over: { kind: 'conflict', title: 'This case has been decided, or has ended.' },
  contest_overdue: { kind: 'conflict', title: 'The time to decide this case is over.' },
  contest_own_payment: {
    kind: 'forbidden',
    title: 'Nobody decides about a payment they are part of.',
  },
  contest_decided_before: {
    kind: 'forbidden',
    title: 'An appeal is decided by somebody who has not decided about it before.',
  },
  contest_second_needed: {
    kind: 'forbidden',
    title: 'Somebody else must agree to this, who may approve.',
  },
  contest_money_gone: {
    kind: 'conflict',
    title: 'The payee does not have that much any more, so it cannot be returned.',
  },
  contest_extended: { kind: 'conflict', title: 'The time of this case was extended already.' },
});
