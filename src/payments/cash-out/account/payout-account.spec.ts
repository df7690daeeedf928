import { type PayoutAccount, toPayoutAccountView } from './payout-account.js';

const READY: PayoutAccount = {
  personId: 'usr_1',
  accountId: 'acct_1',
  payoutsEnabled: true,
  transfers: 'active',
  detailsGiven: true,
  currentlyDue: [],
  pastDue: [],
  disabledReason: null,
  currency: 'EUR',
  destination: 'Bank ••6789',
  destinationId: 'ba_1',
  instant: true,
};
const HELD_BACK = { payoutsEnabled: false };

test.each<[string, Partial<PayoutAccount>]>([
  ['ready', {}],
  ['ready', { currentlyDue: ['individual.phone'] }],
  ['needs_details', { ...HELD_BACK, currentlyDue: ['external_account'] }],
  ['needs_details', { ...HELD_BACK, detailsGiven: false }],
  ['needs_details', { ...HELD_BACK, pastDue: ['individual.verification.document'] }],
  ['under_review', { transfers: 'pending' }],
  ['under_review', { ...HELD_BACK, disabledReason: 'requirements.pending_verification' }],
  ['under_review', { ...HELD_BACK, disabledReason: 'under_review' }],
  ['under_review', { destination: null, destinationId: null }],
  ['restricted', { ...HELD_BACK, disabledReason: 'rejected.fraud' }],
  ['restricted', { ...HELD_BACK, disabledReason: 'listed' }],
  ['restricted', { disabledReason: 'platform_paused', currentlyDue: ['individual.phone'] }],
  ['restricted', { ...HELD_BACK, disabledReason: 'account_gone' }],
])('%s: %o', (state, change) => {
  const view = toPayoutAccountView({ ...READY, ...change });
  expect(view.state).toBe(state);
  if (state === 'restricted') expect(view.due).toEqual([]);
});

test('what is due is said once, in plain words, whatever the processor calls it', () => {
  const currentlyDue = [
    'external_account',
    'individual.address.city',
    'individual.address.line1',
    'individual.dob.day',
    'individual.dob.month',
    'individual.email',
    'individual.first_name',
    'individual.id_number',
    'individual.last_name',
    'individual.phone',
    'individual.verification.additional_document',
    'individual.verification.document',
    'tos_acceptance.date',
    'business_profile.mcc',
    'something.of.tomorrow',
    'something.else',
  ];
  expect(toPayoutAccountView({ ...READY, ...HELD_BACK, currentlyDue }).due).toEqual([
    'your bank account or debit card',
    'your address',
    'your date of birth',
    'your email address',
    'your name',
    'your identity or tax number',
    'your telephone number',
    'a document that shows your address',
    'a photo of your identity document',
    'your agreement to the terms of the payout service',
    'what you use the account for',
    'some more details about you',
  ]);
});
