// Proposals that are none, or that the books would refuse: each has its code, and nothing is stored.
import { randomUUID } from 'node:crypto';
import { type TestPerson, World } from '../support/world.js';

let world: World;
let ana: TestPerson;
let ben: TestPerson;
let fiona: TestPerson;

beforeAll(async () => {
  world = await World.start();
  [ana, ben] = [await world.person({ balance: '100.00' }), await world.person({ balance: '1.00' })];
  fiona = await world.person({ roles: ['finance_operator'] });
});
afterAll(() => world.stop());

const lines = (change: object, count = 2) =>
  Array.from({ length: count }, (_, index) => ({
    account: index % 2 === 0 ? 'user.available:ANA:EUR' : 'user.available:BEN:EUR',
    side: index % 2 === 0 ? 'debit' : 'credit',
    amount: '0.01',
    currency: 'EUR',
    ...(index === 0 ? change : {}),
  }));
const ROWS: [string, object, number, string][] = [
  ['no kind', { reason: 'because' }, 400, 'request_invalid'],
  ['no reason', { kind: 'reversal', entryId: `je_${'0'.repeat(26)}` }, 400, 'request_invalid'],
  ['a blank reason', { kind: 'entry', lines: lines({}), reason: '    ' }, 400, 'request_invalid'],
  ['a reversal of nothing', { kind: 'reversal', reason: 'because' }, 400, 'request_invalid'],
  [
    'an unknown entry',
    { kind: 'reversal', entryId: `je_${'0'.repeat(26)}`, reason: 'because' },
    404,
    'entry_unknown',
  ],
  ['no lines', { kind: 'entry', reason: 'because' }, 400, 'request_invalid'],
  ['an empty list', { kind: 'entry', lines: [], reason: 'because' }, 400, 'entry_too_short'],
  ['one line', { kind: 'entry', lines: lines({}, 1), reason: 'because' }, 400, 'entry_too_short'],
  ['lines as text', { kind: 'entry', lines: 'two', reason: 'because' }, 400, 'request_invalid'],
  ['lines in lists', { kind: 'entry', lines: [[], []], reason: 'because' }, 400, 'request_invalid'],
  [
    'unbalanced',
    { kind: 'entry', lines: lines({ amount: '5.00' }), reason: 'because' },
    400,
    'entry_unbalanced',
  ],
  [
    'zero',
    { kind: 'entry', lines: lines({ amount: '0.00' }), reason: 'because' },
    400,
    'amount_not_positive',
  ],
  [
    'an account of no chart',
    { kind: 'entry', lines: lines({ account: 'piggy.bank::EUR' }), reason: 'because' },
    404,
    'account_unknown',
  ],
  [
    'an account never opened',
    { kind: 'entry', lines: lines({ account: 'user.available:x:EUR' }), reason: 'because' },
    404,
    'account_unknown',
  ],
  [
    'another currency',
    { kind: 'entry', lines: lines({ currency: 'USD' }), reason: 'because' },
    400,
    'currency_mismatch',
  ],
  [
    'a date to come',
    { kind: 'entry', lines: lines({}), reason: 'because', occurredAt: '2999-01-01T00:00:00Z' },
    400,
    'moment_in_future',
  ],
  [
    'no date',
    { kind: 'entry', lines: lines({}), reason: 'because', occurredAt: 'last week' },
    400,
    'request_invalid',
  ],
  [
    'more than 500 lines',
    { kind: 'entry', lines: lines({}, 502), reason: 'because' },
    400,
    'entry_too_long',
  ],
];

test.each(ROWS)('refused: %s', async (_what, body, status, code) => {
  const before = await world.sql('SELECT count(*) FROM finance.corrections');
  const text = JSON.stringify(body).replaceAll('ANA', ana.id).replaceAll('BEN', ben.id);
  const answer = await world.post(
    fiona,
    '/v1/finance/corrections',
    JSON.parse(text) as object,
    randomUUID(),
  );
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect(await world.sql('SELECT count(*) FROM finance.corrections')).toEqual(before);
});
