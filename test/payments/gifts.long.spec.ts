// A gift's time ends while its parts are being opened, in two processes at once, hundreds of times: every
// part is somebody's or its giver's again, never both, and its claim account is at zero.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import http from 'supertest';
import { EndGifts } from '../../src/payments/gifts/end-gifts.js';
import { outcome } from '../support/chatter.js';
import { Gifts } from '../support/gifts.js';
import { secondApp } from '../support/second-app.js';
import { type TestPerson, until, World } from '../support/world.js';

const ROUNDS = 200;

let world: World;
let second: NestFastifyApplication;
let gifts: Gifts;
let ana: TestPerson;
let others: TestPerson[];

beforeAll(async () => {
  world = await World.start();
  second = await secondApp(world);
  gifts = new Gifts(world);
  ana = await world.person({ balance: '100000.00' });
  others = await Promise.all(Array.from({ length: 3 }, () => world.person()));
  await gifts.among([ana, ...others]);
}, 120_000);
afterAll(async () => {
  await second.close();
  await world.stop();
});

test('opening against the end of its time', async () => {
  const seen = new Map<number, number>();
  for (let round = 0; round < ROUNDS; round++) {
    const gift = await gifts.given(ana, '10.00', 3);
    const opening = (person: TestPerson, index: number) =>
      http((index % 2 === 0 ? world.app : second).getHttpServer())
        .post(`/v1/gifts/${gift.id}/open`)
        .set('authorization', `Bearer ${person.token}`)
        .send({});
    const [, , , ...answers] = await Promise.all([
      gifts.overdue(gift),
      world.app.get(EndGifts).run(),
      second.get(EndGifts).run(),
      ...others.map(opening),
    ]);
    const won = answers.filter(({ status }) => status === 200).length;
    for (const answer of answers) {
      if (answer.status !== 200) expect(outcome(answer)).toEqual([409, 'gift_over']);
    }
    seen.set(won, (seen.get(won) ?? 0) + 1);
    const after = await until(async () => {
      await gifts.tick();
      const view = await gifts.look(gift, ana);
      return view.state === 'ended' ? view : undefined;
    }, `${gift.id} ending`);
    expect([after.opened, after.results?.length]).toEqual([won, won]);
    expect(await gifts.claim(gift)).toBe('0');
    if (round % 50 === 0) expect(await world.faults()).toEqual([]);
  }
  // Both sides win sometimes, or nothing was tried.
  expect(seen.size).toBeGreaterThan(1);
  expect(await world.faults()).toEqual([]);
}, 600_000);
