import { type PayeeFacts, warningsOf } from './payer-warnings.js';

const QUIET: PayeeFacts = {
  payeeName: 'Ben',
  paidBefore: false,
  accountMinutes: 1_000_000,
  askedAfterMinutes: null,
  newPayers7d: 0,
  looksLike: null,
};
const twin = { name: 'Ben Okafor', handle: 'ben' };

test.each<[string, Partial<PayeeFacts>, string[]]>([
  ['nothing unusual', {}, []],
  ['many payers of an old account', { newPayers7d: 50 }, []],
  ['an account of yesterday', { accountMinutes: 1440 }, []],
  ['an account of today', { accountMinutes: 1439 }, ['account_new']],
  ['asked after an hour', { askedAfterMinutes: 60 }, []],
  ['asked within the hour', { askedAfterMinutes: 59 }, ['asked_soon']],
  ['two new payers of a young account', { accountMinutes: 5000, newPayers7d: 2 }, []],
  ['three of them', { accountMinutes: 5000, newPayers7d: 3 }, ['many_new_payers']],
  ['a name that looks like a contact', { looksLike: twin }, ['looks_like_contact']],
  [
    'all of it',
    { accountMinutes: 5, askedAfterMinutes: 4, newPayers7d: 9, looksLike: twin },
    ['looks_like_contact', 'account_new', 'asked_soon', 'many_new_payers'],
  ],
  ['all of it, but paid before', { paidBefore: true, accountMinutes: 5, looksLike: twin }, []],
])('%s', (_what, facts, codes) => {
  expect(warningsOf({ ...QUIET, ...facts }).map(({ code }) => code)).toEqual(codes);
});

test('a warning names what was measured', () => {
  const facts = {
    ...QUIET,
    accountMinutes: 125,
    askedAfterMinutes: 3,
    newPayers7d: 4,
    looksLike: twin,
  };
  expect(warningsOf(facts).map(({ message }) => message)).toEqual([
    'The name looks like Ben Okafor (@ben), whom you know. This is somebody else.',
    'Ben’s account was made 2 hours ago.',
    'Ben named an amount within 4 minutes of writing to you for the first time.',
    '4 people paid this new account for the first time this week.',
  ]);
});
