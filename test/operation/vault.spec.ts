// Personal text is sealed with its person's key and gone with it; and what may be done only so often is
// counted for all processes together.
import { randomUUID } from 'node:crypto';
import { Allowances } from '../../src/shared/allowances.js';
import { CONFIG, type Config } from '../../src/shared/config.js';
import { Transactor } from '../../src/shared/database.js';
import { Vault } from '../../src/shared/vault.js';
import { secondApp } from '../support/second-app.js';
import { World } from '../support/world.js';

let world: World;
let vault: Vault;
let transactor: Transactor;

beforeAll(async () => {
  world = await World.start();
  vault = world.app.get(Vault);
  transactor = world.app.get(Transactor);
});
afterAll(() => world.stop());

const person = (): string => `usr_${randomUUID()}`;
const issue = (...ids: string[]) => transactor.run((tx) => vault.issue(tx, ids));

/** Another process's vault: the same configuration and database, nothing remembered. */
const anotherVault = (): Vault => new Vault(world.app.get<symbol, Config>(CONFIG));

describe('the vault', () => {
  test('opens what it sealed, here and in another process', async () => {
    const [ana, ben] = [person(), person()];
    const keys = await issue(ana, ben);
    const sealed = keys.seal(ana, 'Grüße, 🍕');
    expect(sealed).toMatch(/^v1\.[\w-]+$/);
    expect(keys.seal(ana, 'Grüße, 🍕')).not.toBe(sealed);
    expect(keys.open(ana, sealed)).toBe('Grüße, 🍕');
    const elsewhere = await anotherVault().open(transactor.reader, [ana, ben]);
    expect(elsewhere.open(ana, sealed)).toBe('Grüße, 🍕');
    expect(elsewhere.token(ana, 'pizza')).toBe(keys.token(ana, 'pizza'));
    expect(keys.token(ben, 'pizza')).not.toBe(keys.token(ana, 'pizza'));
  });

  test('what is changed, or moved to somebody else, does not open', async () => {
    const [ana, ben] = [person(), person()];
    const keys = await issue(ana, ben);
    const sealed = keys.seal(ana, 'secret');
    expect(() => keys.open(ben, sealed)).toThrow();
    for (let place = 3; place < sealed.length; place++) {
      const other = sealed[place] === 'A' ? 'B' : 'A';
      const forged = sealed.slice(0, place) + other + sealed.slice(place + 1);
      // The last character of base64 holds bits that say nothing.
      if (
        Buffer.from(forged.slice(3), 'base64url').equals(Buffer.from(sealed.slice(3), 'base64url'))
      ) {
        continue;
      }
      expect(() => keys.open(ana, forged)).toThrow();
    }
  });

  test('many at once make one key for one person', async () => {
    const ana = person();
    const rings = await Promise.all(
      Array.from({ length: 8 }, () => issue(person(), ana, person())),
    );
    const sealed = rings.map((ring) => ring.seal(ana, 'one'));
    const ring = await anotherVault().open(transactor.reader, [ana]);
    expect(sealed.map((each) => ring.open(ana, each))).toEqual(sealed.map(() => 'one'));
  });

  test('a destroyed key is gone, everywhere, and never comes back', async () => {
    const [ana, nobody] = [person(), person()];
    const sealed = (await issue(ana)).seal(ana, 'secret');
    await transactor.run((tx) => vault.destroy(tx, ana));
    await transactor.run((tx) => vault.destroy(tx, nobody));
    for (const each of [vault, anotherVault()]) {
      const ring = await each.open(transactor.reader, [ana]);
      expect(ring.open(ana, sealed)).toBeNull();
      expect(ring.token(ana, 'secret')).toBeUndefined();
      const again = await transactor.run((tx) => each.issue(tx, [ana, nobody]));
      expect(() => again.seal(ana, 'new')).toThrow();
      expect(() => again.seal(nobody, 'new')).toThrow();
    }
    await expect(
      world.sql(`UPDATE shared.personal_keys SET wrapped_key = 'x', destroyed_at = NULL`),
    ).rejects.toThrow('a destroyed key stays destroyed');
  });

  test('a key made in a transaction that is undone is nobody’s key', async () => {
    const ana = person();
    const undone = transactor.run(async (tx) => {
      await vault.issue(tx, [ana]);
      await vault.issue(tx, [ana]);
      await vault.open(tx, [ana]);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    const sealed = (await issue(ana)).seal(ana, 'kept');
    expect((await anotherVault().open(transactor.reader, [ana])).open(ana, sealed)).toBe('kept');
  });
});

test('an allowance is one for all processes, and says how long to wait', async () => {
  const second = await secondApp(world);
  try {
    const here = world.app.get(Allowances);
    const there = second.get(Allowances);
    const allowance = { points: 10, seconds: 60 };
    const key = randomUUID();
    const answers = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) =>
        (index % 2 === 0 ? here : there).spend('test', key, allowance),
      ),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    const refused = answers.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(refused.reason).toMatchObject({ code: 'too_many_requests', kind: 'exhausted' });
    expect((refused.reason as Error).message).toMatch(/try again in \d+ seconds/);
    await here.spend('test', randomUUID(), allowance);
    await there.restore('test', key, allowance);
    await here.spend('test', key, allowance);
    const [row] = await world.sql<{ found: number }>(
      `SELECT count(*)::int AS found FROM shared.allowances WHERE key LIKE '%' || $1 || '%'`,
      [key],
    );
    expect(row?.found).toBe(0);
  } finally {
    await second.close();
  }
});
