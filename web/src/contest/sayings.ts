// What can be said about a payment, each with its words and its address.
import type { PaymentCard } from '../../../src/payments/contract.js';
import type { ContestAct } from './contest-words.js';
import type { Saying } from './say-dialog.js';

const SHORT = 500;
const LONG = 2000;

export const askBackSaying = (paymentId: string, payeeName: string): Saying => ({
  title: `Ask ${payeeName} to return it`,
  what: `${payeeName} has seven days to return it or to keep it. If they keep it, or say nothing, you can ask our team.`,
  confirm: 'Ask back',
  label: `Words for ${payeeName} (optional)`,
  isOptional: true,
  choices: {
    field: 'reason',
    label: 'What went wrong?',
    of: [
      { value: 'wrong_person', label: 'Wrong person' },
      { value: 'wrong_amount', label: 'Wrong amount' },
      { value: 'other', label: 'Something else' },
    ],
  },
  path: `/payments/${paymentId}/ask-backs`,
  maxLength: SHORT,
});

export const reportSaying = (paymentId: string, payeeName: string): Saying => ({
  title: 'Report this payment',
  what: `What ${payeeName} still has of it is frozen at once. Our team decides within seven days; ${payeeName} is told that there is a report, not what it says.`,
  confirm: 'Report',
  isGrave: true,
  label: 'What happened?',
  choices: {
    field: 'kind',
    label: 'What is wrong?',
    of: [
      { value: 'tricked', label: 'I was tricked into paying' },
      { value: 'not_by_me', label: 'I did not make this payment' },
      { value: 'not_as_promised', label: 'I did not get what was promised' },
      { value: 'threatened', label: 'I was threatened' },
    ],
  },
  path: `/payments/${paymentId}/reports`,
  maxLength: LONG,
});

/** How an act is called on its button, and what it says. */
export function actSaying(
  act: ContestAct,
  { paymentId, contest }: PaymentCard,
  other: string,
): { button: string; saying: Saying } {
  const askBackId = contest?.askBack?.id ?? '';
  const reportId = contest?.report?.id ?? '';
  switch (act) {
    case 'keep':
      return {
        button: 'Keep',
        saying: {
          title: 'Keep it?',
          what: `${other} reads why, and may ask our team to decide.`,
          confirm: 'Keep it',
          label: 'Why do you keep it?',
          path: `/ask-backs/${askBackId}/keep`,
          maxLength: SHORT,
        },
      };
    case 'escalate':
      return {
        button: 'Ask our team',
        saying: {
          title: 'Ask our team to decide',
          what: 'Somebody of our team reads what both of you said, and decides within seven days.',
          confirm: 'Ask',
          label: 'What should they know?',
          path: `/ask-backs/${askBackId}/escalate`,
          maxLength: SHORT,
        },
      };
    case 'answer':
      return {
        button: 'Answer',
        saying: {
          title: 'Answer the report',
          what: `Say what the payment was for. Our team reads it, ${other} does not. You can answer once.`,
          confirm: 'Send',
          label: 'Your answer',
          path: `/reports/${reportId}/answer`,
          maxLength: LONG,
        },
      };
    case 'appeal':
      return {
        button: 'Appeal',
        saying: {
          title: 'Appeal the decision?',
          what: 'Somebody who has not decided about it before looks at it again. You can appeal once.',
          confirm: 'Appeal',
          label: 'What was overlooked?',
          path: `/reports/${reportId}/appeal`,
          maxLength: LONG,
        },
      };
    case 'appeal_rejection':
      return {
        button: 'Appeal',
        saying: {
          title: 'Appeal that it was not sent?',
          what: 'Somebody else than who rejected it looks at it again, within seven days. You can appeal once.',
          confirm: 'Appeal',
          label: 'What should they know?',
          path: `/payments/${paymentId}/appeals`,
          maxLength: LONG,
        },
      };
  }
}
