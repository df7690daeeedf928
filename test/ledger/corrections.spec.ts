// Reversals on a real PostgreSQL: what was posted together is undone together, last first, once,
// whoever asks at the same moment, and never without two people and a reason.
import type { EntryDraft, Outcome } from '../../src/ledger/index.js';
import {
  alone,
  charge,
  codeOf,
  type LedgerVerbs,
  pay,
  person,
  START,
  startLedgerVerbs,
} from '../support/ledger-verbs.js';

const ANA = person('ana');
const BEN = person('ben');
const CLEO = person('cleo');

let books: LedgerVerbs;

beforeAll(async () => {
  books = await startLedgerVerbs();
  await books.open(ANA, BEN, CLEO);
  await books.fund(ANA, 100_000n);
  await books.fund(BEN, 100_000n);
});
afterAll(() => books.stop());

let used = 0;
const name = (what = 'pay'): string => `${what}_${String((used += 1))}:done`;

/** Posts the entries as one and answers their ids. */
async function posted(...entries: EntryDraft[]): Promise<string[]> {
  const [outcome] = await books.post({ entries });
  if (outcome?.kind !== 'posted') throw new Error(`not posted: ${codeOf(outcome)}`);
  return outcome.entries.map(({ id }) => id);
}

const reverse = (
  entryId: string | undefined,
  reference = name('undo'),
  change: Partial<Record<'reason' | 'recordedBy' | 'approvedBy', string>> = {},
): Promise<Outcome> =>
  books.transactor.run((tx) =>
    books.corrections.reverse(tx, {
      entryId: entryId ?? '',
      reference,
      reason: 'sent by mistake',
      recordedBy: 'fay',
      approvedBy: 'gus',
      occurredAt: START,
      ...change,
    }),
  );

const balances = (): Promise<bigint[]> =>
  Promise.all([ANA, BEN, CLEO].map(async (ref) => (await books.account(ref)).balance));

const reversalsOf = (ids: readonly string[]): Promise<Record<string, unknown>[]> =>
  books.rows(
    `SELECT reference, reverses, template, reason, recorded_by, approved_by
       FROM ledger.entries WHERE reverses = ANY($1) ORDER BY id`,
    [ids],
  );

const nameOfReversal = async (id: string): Promise<string> =>
  String((await reversalsOf([id]))[0]?.reference);

test('a lone entry is written the other way round, with who stands for it', async () => {
  const before = await balances();
  const [id = ''] = await posted(pay(name(), ANA, BEN, 40n));
  const reference = name('undo');
  expect(codeOf(await reverse(id, reference))).toBe('posted');
  expect(await balances()).toEqual(before);
  expect(await reversalsOf([id])).toEqual([
    {
      reference,
      reverses: id,
      template: 'P15',
      reason: 'sent by mistake',
      recorded_by: 'fay',
      approved_by: 'gus',
    },
  ]);
});

test.each([0, 1])(
  'a charge and its payment are undone last first, whichever is asked for (%i)',
  async (asked) => {
    const before = await balances();
    const ids = await posted(charge(name(), CLEO, 90n, 4n), pay(name(), CLEO, BEN, 90n));
    const reference = name('undo');
    const outcome = await reverse(ids[asked], reference);
    expect(codeOf(outcome)).toBe('posted');
    expect(await balances()).toEqual(before);
    expect(await reversalsOf(ids)).toMatchObject([
      { reference, reverses: ids[1] },
      { reference: `${reference}.2`, reverses: ids[0] },
    ]);
    // The same command again, by either entry, is the same answer.
    for (const id of ids)
      expect(await reverse(id, reference)).toEqual({ ...outcome, replayed: true });
  },
);

test.each<[string, (id: string) => Promise<Outcome>, string]>([
  ['under another reference', (id) => reverse(id), 'entry_already_reversed'],
  [
    'under a name that begins the first one',
    async (id) => reverse(id, (await nameOfReversal(id)).replace(/\.again$/, '')),
    'entry_already_reversed',
  ],
  [
    'under the same name with another reason',
    async (id) => reverse(id, await nameOfReversal(id), { reason: 'another' }),
    'reference_reused',
  ],
])('a second reversal %s is refused', async (_how, again, code) => {
  const [id = ''] = await posted(pay(name(), ANA, BEN, 40n));
  expect(codeOf(await reverse(id, `${name('undo')}.again`))).toBe('posted');
  const before = await balances();
  expect(codeOf(await again(id))).toBe(code);
  expect(await balances()).toEqual(before);
  expect(await reversalsOf([id])).toHaveLength(1);
});

test.each(['the same entry', 'two entries of one group'])(
  'from eight connections at once, %s: once',
  async (which) => {
    const before = await balances();
    const ids = await posted(charge(name(), CLEO, 90n), pay(name(), CLEO, BEN, 90n));
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, at) => reverse(ids[which === 'the same entry' ? 0 : at % 2])),
    );
    expect(outcomes.map(codeOf).sort()).toEqual([
      ...Array.from({ length: 7 }, () => 'entry_already_reversed'),
      'posted',
    ]);
    expect(await balances()).toEqual(before);
    expect(await reversalsOf(ids)).toHaveLength(2);
  },
);

test('a reversal is not reversed', async () => {
  const [id = ''] = await posted(pay(name(), ANA, BEN, 40n));
  const undone = await reverse(id);
  const reversal = undone.kind === 'posted' ? undone.entries[0]?.id : '';
  expect(codeOf(await reverse(reversal))).toBe('entry_is_reversal');
});

test.each<[string, string, Parameters<typeof reverse>[2]]>([
  ['nobody approves', 'approver_needed', { approvedBy: '' }],
  ['the same person approves', 'approver_needed', { approvedBy: 'fay' }],
  ['nobody records', 'approver_needed', { recordedBy: '' }],
  ['there is no reason', 'approver_needed', { reason: '' }],
])('when %s it is refused: %s', async (_what, code, change) => {
  const [id = ''] = await posted(pay(name(), ANA, BEN, 40n));
  const before = await balances();
  expect(codeOf(await reverse(id, name('undo'), change))).toBe(code);
  expect(await balances()).toEqual(before);
  expect(await reversalsOf([id])).toEqual([]);
});

test('an entry nobody wrote is not reversed', async () => {
  expect(codeOf(await reverse('je_nothing'))).toBe('entry_unknown');
});

test('what the payee has spent is refused, and may be tried again under another name', async () => {
  const dan = person('dan');
  await books.open(dan);
  const [id = ''] = await posted(pay(name(), ANA, dan, 40n));
  await posted(pay(name(), dan, BEN, 1n));
  const reference = name('undo');
  expect(codeOf(await reverse(id, reference))).toBe('floor_reached');
  await books.post(alone(pay(name(), BEN, dan, 1n)));
  expect(await reverse(id, reference)).toMatchObject({ code: 'floor_reached', replayed: true });
  expect(codeOf(await reverse(id))).toBe('posted');
  expect((await books.account(dan)).balance).toBe(0n);
});

test('a reversal under a name that is taken is refused', async () => {
  const taken = name();
  const [id = ''] = await posted(pay(taken, ANA, BEN, 40n));
  expect(codeOf(await reverse(id, taken))).toBe('reference_reused');
  expect(await reversalsOf([id])).toEqual([]);
});
