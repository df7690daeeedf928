// What PostgreSQL itself refuses, whoever asks: lines that do not balance, an entry that grows later,
// a balance below its floor, and any change of what was written. The application's role may do even
// less than the owner.
import { randomUUID } from 'node:crypto';
import { World } from '../support/world.js';

describe('the store guards the books', () => {
  let world: World;
  let pending: string;
  let available: string;

  beforeAll(async () => {
    world = await World.start();
    const ana = await world.person({ balance: '10.00' });
    const id = async (address: string): Promise<string> => {
      const [row] = await world.sql<{ id: string }>(
        'SELECT id FROM ledger.accounts WHERE address = $1',
        [address],
      );
      return row?.id ?? '';
    };
    pending = await id('stripe.pending::EUR');
    available = await id(`user.available:${ana.id}:EUR`);
  });
  afterAll(() => world.stop());

  const entry = async (lineCount: number): Promise<string> => {
    const id = `je_${randomUUID()}`;
    await world.sql(
      `INSERT INTO ledger.entries (id, reference, template, line_count, occurred_at, recorded_at, salt, hash)
       VALUES ($1, $1, 'P2', $2, now(), now(), '', sha256(''))`,
      [id, lineCount],
    );
    return id;
  };
  const lines = (id: string, values: string): Promise<unknown> =>
    world.sql(
      `INSERT INTO ledger.lines (entry_id, number, account_id, side, amount, currency)
       VALUES ${values.replaceAll('$entry', `'${id}'`).replaceAll('$pending', `'${pending}'`)}`,
    );

  test.each([
    [
      'one-sided',
      "($entry, 1, $pending, 'debit', 5, 'EUR'), ($entry, 2, $pending, 'debit', 5, 'EUR')",
      'do not balance',
    ],
    [
      'off by one',
      "($entry, 1, $pending, 'debit', 5, 'EUR'), ($entry, 2, $pending, 'credit', 4, 'EUR')",
      'do not balance',
    ],
    [
      'fewer lines than the entry says',
      "($entry, 1, $pending, 'debit', 5, 'EUR')",
      'do not balance',
    ],
    [
      'zero',
      "($entry, 1, $pending, 'debit', 0, 'EUR'), ($entry, 2, $pending, 'credit', 0, 'EUR')",
      'lines_amount_range',
    ],
    [
      'negative',
      "($entry, 1, $pending, 'debit', -5, 'EUR'), ($entry, 2, $pending, 'credit', -5, 'EUR')",
      'lines_amount_range',
    ],
    [
      'in a currency the account does not have',
      "($entry, 1, $pending, 'debit', 5, 'USD'), ($entry, 2, $pending, 'credit', 5, 'USD')",
      'an account is in another currency',
    ],
  ])('lines that are %s', async (_what, values, message) => {
    const id = await entry(2);
    await expect(lines(id, values)).rejects.toThrow(message);
  });

  test('an entry never grows: more balanced lines later are refused', async () => {
    const id = await entry(2);
    const pair = (first: number): string =>
      `($entry, ${String(first)}, $pending, 'debit', 5, 'EUR'),
       ($entry, ${String(first + 1)}, $pending, 'credit', 5, 'EUR')`;
    await lines(id, pair(1));
    await expect(lines(id, `${pair(3)}, ${pair(5)}`)).rejects.toThrow('it has 2 lines, not 4');
  });

  test('a balance below its floor is refused by the row itself', async () => {
    await expect(
      world.sql('UPDATE ledger.accounts SET balance = -1 WHERE id = $1', [available]),
    ).rejects.toThrow('accounts_available_above_floor');
    await expect(
      world.sql('UPDATE ledger.accounts SET held = balance + 1 WHERE id = $1', [available]),
    ).rejects.toThrow('accounts_available_above_floor');
    await expect(
      world.sql('UPDATE ledger.accounts SET balance = 1 WHERE id = $1', [pending]),
    ).rejects.toThrow('accounts_append_only_untouched');
  });

  const insertOnly = [
    'ledger.entries',
    'ledger.lines',
    'ledger.holds',
    'ledger.hold_endings',
    'ledger.account_changes',
    'ledger.attempts',
    'ledger.closings',
    'fraud.assessments',
    'payments.transitions',
  ];

  test.each(insertOnly)('%s is never changed, not even by its owner', async (table) => {
    const [column] = await world.sql<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum = 1`,
      [table],
    );
    const name = column?.name ?? '';
    await expect(world.sql(`UPDATE ${table} SET ${name} = ${name}`)).rejects.toThrow(
      'never changed',
    );
    await expect(world.sql(`DELETE FROM ${table}`)).rejects.toThrow('never changed');
    await expect(world.sql(`TRUNCATE ${table} CASCADE`)).rejects.toThrow('never changed');
  });

  test.each(insertOnly)('the application may only read and add to %s', async (table) => {
    const [grants] = await world.sql<{ all: string }>(
      `SELECT string_agg(privilege_type, ' ' ORDER BY privilege_type) AS all
         FROM information_schema.role_table_grants
        WHERE grantee = 'tenner_app' AND table_schema || '.' || table_name = $1`,
      [table],
    );
    expect(grants?.all).toBe('INSERT SELECT');
  });

  test('the application works as tenner_app and owns nothing', async () => {
    const [owned] = await world.sql<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_class WHERE relowner = 'tenner_app'::regrole`,
    );
    expect(owned?.n).toBe(0);
  });
});
