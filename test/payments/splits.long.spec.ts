// A bill's maker takes shares back, adds rounds and divides anew while they are being paid, in two
// processes at once, hundreds of times: exactly one wins for each share, and the card is right.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import http from 'supertest';
import { Bills } from '../support/bills.js';
import { outcome } from '../support/chatter.js';
import { secondApp } from '../support/second-app.js';
import { type Answer, type TestPerson, World } from '../support/world.js';

const ROUNDS = 200;

let world: World;
let second: NestFastifyApplication;
let bills: Bills;
let people: TestPerson[];

beforeAll(async () => {
  world = await World.start();
  second = await secondApp(world);
  bills = new Bills(world);
  const payer = () => world.person({ balance: '100000.00' });
  people = [await world.person(), await payer(), await payer(), await payer()];
  await bills.among(people);
}, 120_000);
afterAll(async () => {
  await second.close();
  await world.stop();
});

const post = async (by: TestPerson, path: string, body: object): Promise<Answer> =>
  http(second.getHttpServer())
    .post(path)
    .set('authorization', `Bearer ${by.token}`)
    .set('idempotency-key', randomUUID())
    .send(body);

test.each([
  ['cancel', () => ({}), [200, 409]],
  ['reopen', (from: TestPerson) => ({ personId: from.id }), [201, 409]],
  [
    'rounds',
    (from: TestPerson) => bills.body('3.00', { way: 'equally', personIds: [from.id] }),
    [201],
  ],
])(
  '%s against paying, each share once',
  async (word, bodyFor, allowed) => {
    const [maker, ...payers] = people as [TestPerson, TestPerson, TestPerson, TestPerson];
    let won = 0;
    for (let round = 0; round < ROUNDS; round++) {
      // What one may ask in a day is another test's.
      await world.sql('DELETE FROM shared.allowances');
      const view = await bills.split(maker, '10.00', payers);
      const bodies = await Promise.all(payers.map((payer) => bills.paying(view, payer)));
      const [changed, ...paid] = await Promise.all([
        post(maker, `/v1/splits/${view.id}/${word}`, bodyFor(payers[0])),
        ...payers.map((payer, index) =>
          world.post(payer, '/v1/payments', bodies[index] ?? {}, randomUUID()),
        ),
      ]);
      expect(allowed).toContain(changed.status);
      expect(paid.every(({ status }) => [201, 409, 422].includes(status))).toBe(true);
      const after = await bills.look(view, maker);
      const card = await bills.card(view, maker);
      const arrived = paid.filter(({ status }) => status === 201).length;
      expect(card.paidCount).toBe(after.paidCount);
      expect(after.shares.filter((share) => share.paid !== '0.00')).toHaveLength(arrived);
      if (word === 'cancel') {
        const states = after.shares.map(({ state }) => state);
        expect(states.filter((state) => state === 'paid')).toHaveLength(arrived);
        expect(states.filter((state) => state === 'cancelled')).toHaveLength(3 - arrived);
      }
      if (arrived < 3) won += 1;
      await world.post(maker, `/v1/splits/${view.id}/cancel`, {});
      if (round % 50 === 0) expect(await world.faults()).toEqual([]);
    }
    // Both sides win sometimes, or nothing was tried.
    expect(won).toBeGreaterThan(0);
    expect(outcome(await world.get(maker, '/v1/wallet'))).toEqual([200]);
    expect(await world.faults()).toEqual([]);
  },
  600_000,
);
