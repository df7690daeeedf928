// An account that never refuses is opened when it is first needed, and its id is remembered. What opened
// it may be undone, as a whole or in part; then it must be opened again by whoever comes next.
import { platformAccount, Ledger } from '../../src/ledger/index.js';
import { attempt, Transactor, type Tx } from '../../src/shared/database.js';
import { World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

async function open(tx: Tx, currency: string): Promise<void> {
  await world.app.get(Ledger).lock(tx, [platformAccount('rounding', currency)]);
}

/** Whether a posting to the account can be made: its id is one that the database knows. */
async function isThere(currency: string): Promise<boolean> {
  await world.app.get(Transactor).run((tx) => open(tx, currency));
  const found = await world.sql(`SELECT FROM ledger.accounts WHERE address = $1`, [
    `rounding::${currency}`,
  ]);
  return found.length === 1;
}

test('opened in a part that is undone, in a transaction that commits', async () => {
  await world.app.get(Transactor).run(async (tx) => {
    await attempt(tx, async () => {
      await open(tx, 'JPY');
      throw new Error('refused');
    }).catch(() => undefined);
  });
  expect(await isThere('JPY')).toBe(true);
});

test('opened in a transaction that is undone', async () => {
  await world.app
    .get(Transactor)
    .run(async (tx) => {
      await open(tx, 'KWD');
      throw new Error('undone');
    })
    .catch(() => undefined);
  expect(await isThere('KWD')).toBe(true);
});

test('opened twice in one transaction, the second time after the first was undone', async () => {
  await world.app.get(Transactor).run(async (tx) => {
    await attempt(tx, async () => {
      await open(tx, 'SEK');
      throw new Error('refused');
    }).catch(() => undefined);
    await attempt(tx, () => open(tx, 'SEK'));
  });
  expect(await isThere('SEK')).toBe(true);
});
