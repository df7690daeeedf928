// Every "no" about adding money. Why a card said no is said in the words of cards (declines.ts).
import { refusals } from '../../shared/refusal.js';

export const refuseTopUp = refusals({
  top_up_unknown: { kind: 'missing', title: 'There is no such top-up.' },
  top_up_amount_too_small: { kind: 'refused', title: 'That is less than can be added at once.' },
  top_up_limit_per_top_up: { kind: 'refused', title: 'That is more than you may add at once.' },
  top_up_limit_per_day: { kind: 'refused', title: 'That is more than you may add within a day.' },
  top_up_limit_per_week: { kind: 'refused', title: 'That is more than you may add within a week.' },
  top_up_limit_per_month: {
    kind: 'refused',
    title: 'That is more than you may add within 30 days.',
  },
  top_up_restricted: {
    kind: 'refused',
    title: 'Money cannot be added to this account at the moment. Please contact us.',
  },
  top_up_cards_unavailable: {
    kind: 'unavailable',
    title: 'Cards cannot be charged at the moment. Please try again soon.',
  },
  top_up_not_asked: {
    kind: 'conflict',
    title: 'Your bank does not ask you anything about this top-up.',
  },
});
