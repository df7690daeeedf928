// Both settle at once, and one settles while the other pays, cancels or changes, in two processes,
// hundreds of times: what is open is settled once, and the books and the cards agree.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import http from 'supertest';
import type { BetweenView } from '../../src/payments/between/contract.js';
import type { RequestView } from '../../src/payments/requests/contract.js';
import { Chatter } from '../support/chatter.js';
import { secondApp } from '../support/second-app.js';
import { type Answer, type TestPerson, World } from '../support/world.js';

const ROUNDS = 200;

let world: World;
let second: NestFastifyApplication;
let ana: TestPerson;
let ben: TestPerson;
let thread: string;

beforeAll(async () => {
  world = await World.start();
  second = await secondApp(world);
  ana = await world.person({ balance: '100000.00' });
  ben = await world.person({ balance: '100000.00' });
  thread = await world.thread([ana, ben]);
  const chat = new Chatter(world);
  for (const person of [ana, ben]) await chat.said(person, thread, 'Hello');
}, 120_000);
afterAll(async () => {
  await second.close();
  await world.stop();
});

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const there = async (by: TestPerson, path: string, body: object): Promise<Answer> =>
  http(second.getHttpServer())
    .post(path)
    .set('authorization', `Bearer ${by.token}`)
    .set('idempotency-key', randomUUID())
    .send(body);
const here = (by: TestPerson, path: string, body: object): Promise<Answer> =>
  Promise.resolve(world.post(by, path, body, randomUUID()));

const FUNDING = { source: 'balance' };
const asks = async (by: TestPerson, amount: string): Promise<RequestView> =>
  (await here(by, '/v1/requests', { threadId: thread, amount: eur(amount) })).body as RequestView;
async function between(me: TestPerson) {
  const view = (await world.get(me, `/v1/threads/${thread}/between`)).body as BetweenView;
  return view.currencies[0]?.pairs[0];
}
async function settling() {
  const pair = await between(ana);
  const settle = (pair?.items ?? []).map(({ requestId, revision, left }) => {
    return { requestId, revision, left };
  });
  return { settle, amount: eur(pair?.youPay ?? ''), threadId: thread, funding: FUNDING };
}

type Rival = (back: RequestView, settle: object[]) => Promise<Answer>;
const RIVALS: [string, string, Rival][] = [
  ['the same payment', '4.00', async () => there(ana, '/v1/payments', await settling())],
  [
    'a payment of one of them',
    '4.00',
    ({ id }) => {
      const request = { id, revision: 1 };
      const body = { threadId: thread, amount: eur('1.00'), funding: FUNDING, request };
      return there(ben, '/v1/payments', body);
    },
  ],
  [
    'the other one, who calls it even',
    '1.00',
    (_, settle) =>
      there(ben, `/v1/threads/${thread}/between/even`, {
        ...{ personId: ana.id, currency: 'EUR', settle },
      }),
  ],
  ['taking one back', '4.00', ({ id }) => there(ana, `/v1/requests/${id}/cancel`, {})],
];

test.each(RIVALS)(
  'settling against %s',
  async (_name, asked, rival) => {
    let mineWon = 0;
    for (let round = 0; round < ROUNDS; round++) {
      await world.sql('DELETE FROM shared.allowances');
      await asks(ben, asked);
      const back = await asks(ana, '1.00');
      const body = await settling();
      const isEven = asked === '1.00';
      const mine = isEven
        ? here(ana, `/v1/threads/${thread}/between/even`, {
            ...{ personId: ben.id, currency: 'EUR', settle: body.settle },
          })
        : here(ana, '/v1/payments', body);
      const [settled, other] = await Promise.all([mine, rival(back, body.settle)]);
      expect([201, 409, 422]).toContain(settled.status);
      expect([200, 201, 400, 409, 422]).toContain(other.status);
      // One of the two at least, and of two settlements exactly one.
      const wins = [settled, other].filter(({ status }) => status < 300).length;
      expect(wins).toBe(1);
      if (settled.status === 201) mineWon += 1;
      const left = await between(ana);
      if (left !== undefined) {
        expect((await here(ana, '/v1/payments', await settling())).status).toBe(201);
      }
      expect(await between(ana)).toBeUndefined();
      if (round % 50 === 49) expect(await world.faults()).toEqual([]);
    }
    expect(mineWon).toBeGreaterThan(0);
    expect(await world.faults()).toEqual([]);
  },
  600_000,
);
