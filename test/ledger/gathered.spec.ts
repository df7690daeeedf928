// Many callers at once, each with one posting and no transaction: they are gathered, two transactions
// at a time, and each gets the answer it would have had alone.
import {
  type AccountRef,
  draftEntry,
  GatheredPostings,
  type Posting,
} from '../../src/ledger/index.js';
import { type LedgerVerbs, START, startLedgerVerbs } from '../support/ledger-verbs.js';

describe('gathered postings', () => {
  let verbs: LedgerVerbs;
  let gathered: GatheredPostings;
  const person = (owner: string): AccountRef => ({
    name: 'user.available',
    owner,
    currency: 'EUR',
  });
  const pay = (
    reference: string,
    payer: AccountRef,
    payee: AccountRef,
    amount: bigint,
  ): Posting => ({
    entries: [draftEntry('P3', reference, START, { payer, payee }, { amount })],
  });

  beforeAll(async () => {
    verbs = await startLedgerVerbs();
    gathered = new GatheredPostings(verbs.transactor, verbs.postings);
  });
  afterAll(() => verbs.stop());

  test('200 payments of 1 from 100, and as many by others: 100 are made, nobody else is hurt', async () => {
    const [ana, ben] = [person('ana'), person('ben')];
    const others = Array.from({ length: 20 }, (_, index) => person(`other_${String(index)}`));
    await verbs.open(ana, ben, ...others);
    await verbs.fund(ana, 100n);
    for (const other of others) await verbs.fund(other, 10n);
    const mine = Array.from({ length: 200 }, (_, index) =>
      gathered.post(pay(`mine_${String(index)}:completed`, ana, ben, 1n)),
    );
    const theirs = others.flatMap((payer, index) =>
      Array.from({ length: 10 }, (_, time) => {
        const payee = others[(index + 1 + time) % others.length] as AccountRef;
        return gathered.post(pay(`${payer.owner}_${String(time)}:completed`, payer, payee, 1n));
      }),
    );
    const outcomes = await Promise.all(mine);
    expect(outcomes.filter(({ kind }) => kind === 'posted')).toHaveLength(100);
    for (const outcome of outcomes) {
      if (outcome.kind === 'refused') expect(outcome.code).toBe('floor_reached');
    }
    for (const outcome of await Promise.all(theirs)) expect(outcome.kind).toBe('posted');
    expect(await verbs.account(ana)).toMatchObject({ balance: 0n });
    expect(await verbs.account(ben)).toMatchObject({ balance: 100n, version: 100n });
  });

  test('the same posting from 50 callers is one posting, and all get its answer', async () => {
    const [payer, payee] = [person('chloe'), person('david')];
    await verbs.open(payer, payee);
    await verbs.fund(payer, 10n);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => gathered.post(pay('once:completed', payer, payee, 3n))),
    );
    expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(
      new Set(outcomes.map((o) => (o.kind === 'posted' ? o.entries[0]?.id : o.code))).size,
    ).toBe(1);
    expect(await verbs.account(payee)).toMatchObject({ balance: 3n, version: 1n });
  });

  test('one that the database cannot take fails alone', async () => {
    const [payer, payee] = [person('eve'), person('finn')];
    await verbs.open(payer, payee);
    await verbs.fund(payer, 10n);
    const zero = String.fromCharCode(0); // PostgreSQL has no text with it.
    const results = await Promise.allSettled([
      gathered.post(pay('good_1:completed', payer, payee, 1n)),
      gathered.post(pay(`bad${zero}:completed`, payer, payee, 1n)),
      gathered.post(pay('good_2:completed', payer, payee, 1n)),
      gathered.post(pay('good_3:completed', payer, payee, 1n)),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    expect(await verbs.account(payee)).toMatchObject({ balance: 3n });
  });
});
