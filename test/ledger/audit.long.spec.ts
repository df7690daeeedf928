// Every invariant of the audit catches a fault planted for it, and only then fails. A fault is
// planted by the database's owner with the guards switched off, as an intruder or a bug would.
import { draftEntry, Ledger, Periods, Sealer } from '../../src/ledger/index.js';
import { Transactor } from '../../src/shared/database.js';
import { type TestPerson, World } from '../support/world.js';

describe('the audit', () => {
  let world: World;
  let ana: TestPerson;
  let ben: TestPerson;
  let threadId: string;

  beforeEach(async () => {
    world = await World.start({
      config: { velocity: { sendsPerTenMinutes: 2, majorPerDay: 100n } },
    });
    ana = await world.person({ balance: '500.00' });
    ben = await world.person();
    threadId = await world.thread([ana, ben]);
    const card = await world.card(ana);
    expect((await world.send(ana, threadId, '20.00', { cardId: card.id })).status).toBe(201);
    expect((await world.send(ana, threadId, '10.00')).body).toMatchObject({ state: 'completed' });
    expect((await world.send(ana, threadId, '90.00')).body).toMatchObject({ state: 'held' });
    await sendClaim();
    await closeBooks();
    await world.app.get(Sealer).seal();
    expect(await world.faults()).toEqual([]);
  });
  afterEach(() => world.stop());

  /** Money on its way to somebody who has yet to claim it. */
  const sendClaim = async (): Promise<void> => {
    const payer = { name: 'user.available', owner: ana.id, currency: 'EUR' } as const;
    const claim = { name: 'claim', owner: 'pay_waiting', currency: 'EUR' } as const;
    const entry = draftEntry(
      'P5',
      'pay_waiting:sent',
      new Date(),
      { payer, claim },
      { amount: 1n },
    );
    const ledger = world.app.get(Ledger);
    await world.app.get(Transactor).run(async (tx) => {
      const books = await ledger.lock(tx, [payer, claim]);
      expect(books.post(entry)).toBeUndefined();
      await ledger.write(tx, books);
    });
  };

  const closeBooks = async (): Promise<void> => {
    const through = new Date(Date.now() - 600_000);
    const command = { through, reason: 'the day is over', closedBy: ana.id };
    await world.app.get(Transactor).run((tx) => world.app.get(Periods).close(tx, command));
  };

  const plant = (sql: string): Promise<unknown> =>
    world.sql(`SET session_replication_role = replica; ${sql}`);

  test.each([
    [
      'V1',
      'an amount is edited',
      "UPDATE ledger.lines SET amount = amount + 1 WHERE side = 'debit'",
    ],
    [
      'V1',
      'a whole entry loses its lines',
      'DELETE FROM ledger.lines WHERE entry_id = (SELECT max(entry_id) FROM ledger.lines)',
    ],
    [
      'V2',
      'a balance is edited',
      "UPDATE ledger.accounts SET balance = balance + 1 WHERE address LIKE 'user.available%'",
    ],
    [
      'V2',
      'a version is edited',
      'UPDATE ledger.accounts SET version = version + 1 WHERE version > 0',
    ],
    [
      'V3',
      'a version is skipped',
      'UPDATE ledger.lines SET account_version = account_version + 7 WHERE account_version = 2',
    ],
    [
      'V3',
      'a running balance is edited',
      'UPDATE ledger.lines SET balance_after = balance_after + 1 WHERE account_version = 1',
    ],
    [
      'V4',
      'an account was once below its floor',
      'UPDATE ledger.lines SET balance_after = -1 WHERE account_version = 1',
    ],
    [
      'V4',
      'an account is above its ceiling',
      'ALTER TABLE ledger.accounts DROP CONSTRAINT accounts_below_ceiling; ' +
        'UPDATE ledger.accounts SET ceiling = balance - 1 WHERE balance > 0 AND NOT append_only',
    ],
    ['V5', 'a hold vanishes', 'DELETE FROM ledger.holds'],
    [
      'V5',
      'money is on its way from nowhere',
      'UPDATE ledger.accounts SET incoming = incoming + 1 WHERE NOT append_only',
    ],
    [
      'V5',
      'more was posted than was held',
      "INSERT INTO ledger.hold_endings SELECT h.id, 'posted', (SELECT max(id) FROM ledger.entries), " +
        'now(), h.amount + 1, now() FROM ledger.holds h',
    ],
    [
      'V6',
      'what was refused was written after all',
      "INSERT INTO ledger.attempts SELECT reference, hash, 'floor_reached', '' FROM ledger.entries LIMIT 1",
    ],
    [
      'V7',
      'a refused request moved money',
      'UPDATE payments.idempotency_keys SET status = 402 WHERE status = 201 AND subject_id IS NOT NULL',
    ],
    [
      'V9',
      'a finished flow left something in its clearing account',
      "UPDATE ledger.entries SET template = 'P5a' WHERE template = 'P5'",
    ],
    [
      'V12',
      'a charge was booked with another fee',
      'UPDATE payments.charges SET fee = coalesce(fee, 0) + 1',
    ],
    [
      'V12',
      'a charge is in the books twice as settled, or not at all',
      'UPDATE payments.charges SET settled_at = now()',
    ],
    [
      'V5',
      'money is held for nothing',
      'UPDATE ledger.accounts SET held = held + 1 WHERE NOT append_only AND balance > held',
    ],
    [
      'V10',
      'a line changes sides',
      "UPDATE ledger.lines SET side = 'credit' WHERE side = 'debit' AND number = 1",
    ],
    [
      'V8',
      'a time is edited',
      "UPDATE ledger.entries SET occurred_at = occurred_at - interval '1 ms'",
    ],
    [
      'V8',
      'an amount is edited on both sides of an entry',
      'UPDATE ledger.lines SET amount = amount + 1 WHERE entry_id = (SELECT entry_id FROM ledger.positions WHERE position = 1)',
    ],
    [
      'V8',
      'an entry is edited and given a fitting hash of its own',
      "UPDATE ledger.entries SET hash = sha256('another') WHERE id = (SELECT entry_id FROM ledger.positions WHERE position = 1)",
    ],
    ['V8', 'a root is edited', "UPDATE ledger.seals SET root = sha256('root') WHERE number = 1"],
    [
      'V8',
      'a seal is made older',
      "UPDATE ledger.seals SET sealed_at = sealed_at - interval '1 h'",
    ],
    [
      'V8',
      'a signature is edited',
      "UPDATE ledger.seals SET signature = decode(repeat('00', 64), 'hex')",
    ],
    [
      'V8',
      'a key is exchanged',
      'UPDATE ledger.signing_keys SET public_key = set_byte(public_key, 20, 255 - get_byte(public_key, 20))',
    ],
    [
      'V8',
      'a snapshot says what the lines do not',
      'INSERT INTO ledger.snapshots SELECT id, 1, 77 FROM ledger.accounts WHERE append_only LIMIT 1',
    ],
    [
      'V8',
      'a snapshot is missing where they are complete',
      'UPDATE ledger.seals SET snapshot_position = last_position',
    ],
    ['V8', 'a closing is edited', "UPDATE ledger.closings SET through = through - interval '1 h'"],
    [
      'V8',
      'the balances of a closing are edited',
      "UPDATE ledger.closings SET balances_hash = sha256('another')",
    ],
    ['V11', 'a position vanishes', 'DELETE FROM ledger.positions WHERE position = 1'],
    [
      'V11',
      'the last position vanishes',
      'DELETE FROM ledger.positions WHERE position = (SELECT max(position) FROM ledger.positions)',
    ],
    [
      'V11',
      'a seal vanishes',
      'DELETE FROM ledger.seals WHERE number = (SELECT max(number) FROM ledger.seals)',
    ],
    [
      'V11',
      'an entry waits that has a position',
      'INSERT INTO ledger.unsealed (entry_ids) SELECT ARRAY[entry_id] FROM ledger.positions WHERE position = 1',
    ],
    [
      'V11',
      'an entry is slipped in without waiting',
      'INSERT INTO ledger.entries SELECT (jsonb_populate_record(e, \'{"id": "je_x", "reference": "x"}\')).* FROM ledger.entries e LIMIT 1',
    ],
    [
      'P1',
      'a payment says completed that never moved',
      "UPDATE payments.payments SET state = 'completed' WHERE state = 'held'",
    ],
    [
      'P1',
      'an amount is edited in the payment',
      "UPDATE payments.payments SET amount = amount + 1 WHERE state = 'completed'",
    ],
    ['P2', 'a held payment lost its hold', 'DELETE FROM ledger.holds'],
    [
      'P3',
      'the card in the thread tells another story',
      "UPDATE chat.messages SET card_data = jsonb_set(card_data, '{state}', '\"failed\"') WHERE card_id IS NOT NULL",
    ],
    [
      'P3',
      'a payment without a card in the thread',
      'DELETE FROM chat.messages WHERE card_id IS NOT NULL',
    ],
    ['P4', 'a transition is missing', 'DELETE FROM payments.transitions WHERE number = 1'],
    ['P5', 'the card was charged another amount', 'UPDATE payments.charges SET gross = gross + 1'],
    ['P6', 'a case vanishes', 'DELETE FROM fraud.cases'],
  ])('%s: %s', async (name, _what, sql) => {
    await plant(sql);
    expect((await world.faults()).map((fault) => fault.split(':')[0])).toContain(name);
  });

  test('finance reads the same verdicts over HTTP, others are refused', async () => {
    const fiona = await world.person({ roles: ['finance_operator'] });
    const clean = await world.get(fiona, '/v1/finance/audit');
    expect(clean.body).toMatchObject({ passed: true });
    await plant(
      "UPDATE ledger.accounts SET balance = balance + 1 WHERE address LIKE 'user.available%'",
    );
    const { body } = await world.get(fiona, '/v1/finance/audit');
    expect(body).toMatchObject({ passed: false });
    const failed = (body as { checks: { name: string; verdict: string }[] }).checks;
    expect(failed.filter(({ verdict }) => verdict === 'fail').map(({ name }) => name)).toContain(
      'V2',
    );
    expect((await world.get(ana, '/v1/finance/audit')).body).toMatchObject({
      code: 'role_missing',
    });
  });

  test('the trial balance agrees and the journal pages from the newest on', async () => {
    const fiona = await world.person({ roles: ['finance_operator'] });
    const { body } = await world.get(fiona, '/v1/finance/trial-balance');
    const [eur] = (body as { currencies: { totalDebit: string; totalCredit: string }[] })
      .currencies;
    expect(eur?.totalDebit).toBe(eur?.totalCredit);
    const first = await world.get(fiona, '/v1/finance/entries?limit=2');
    expect(first.body.entries).toHaveLength(2);
    const next = String(first.body.next);
    const second = await world.get(fiona, `/v1/finance/entries?limit=100&before=${next}`);
    expect(second.body).toMatchObject({ next: null });
    const [entries] = await world.sql<{ n: number }>(
      'SELECT count(*)::int AS n FROM ledger.entries',
    );
    expect(second.body.entries).toHaveLength((entries?.n ?? 0) - 2);
  });
});
