// Everything that can happen to money that arrived, at once and on two processes: returned by the payee,
// in parts too, refunded by staff, reported, disputed by the bank; then two reviewers and the clock. In
// every round no more than the amount has left, and each hold has ended once.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { EndContests } from '../../src/payments/returns/cases/end-contests.js';
import { Contests } from '../support/contests.js';
import { secondApp } from '../support/second-app.js';
import { type Answer, type TestPerson, until, World } from '../support/world.js';

const ROUNDS = 200;
const CARD_ROUNDS = 20;

let world: World;
let contests: Contests;
let other: NestFastifyApplication;
let reviewers: TestPerson[];
let ana: TestPerson;
let ben: TestPerson;
let thread: string;

beforeAll(async () => {
  world = await World.start();
  contests = new Contests(world);
  other = await secondApp(world);
  const roles = ['risk_analyst', 'risk_approver'];
  reviewers = [await world.person({ roles }), await world.person({ roles })];
  ana = await world.person({ balance: '5000.00' });
  ben = await world.person();
  thread = await world.thread([ana, ben]);
});
afterAll(async () => {
  await other.close();
  await world.stop();
});

/** The same request to the other process. */
const elsewhere = (by: TestPerson, path: string, body: object): Promise<Answer> =>
  Promise.resolve(
    request(other.getHttpServer() as never)
      .post(`/v1/${path}`)
      .set('authorization', `Bearer ${by.token}`)
      .set('idempotency-key', randomUUID())
      .send(body),
  );

const part = (amount: string) => ({ amount: { amount, currency: 'EUR' } });
const REASON = { reason: 'A mistake' };
const WORDS = { words: 'We read it all.' };

/** What left the payee for good or is held, and how each hold ended; in minor units. */
async function after(paymentId: string) {
  const [row] = await world.sql<Record<string, string>>(
    `SELECT p.amount, p.refunded,
            (SELECT coalesce(sum(d.withdrawn - d.returned), 0) FROM payments.disputes d
              WHERE d.payment_id = p.id) AS disputed,
            (SELECT coalesce(sum(r.frozen) FILTER (WHERE r.holding), 0) FROM payments.reports r
              WHERE r.payment_id = p.id) AS frozen
       FROM payments.payments p WHERE p.id = $1`,
    [paymentId],
  );
  const { amount = '0', refunded = '0', disputed = '0', frozen = '0' } = row ?? {};
  return { left: Number(amount) - Number(refunded) - Number(disputed), frozen: Number(frozen) };
}

function isSound(answers: readonly Answer[]): void {
  for (const { status, text } of answers) expect([status < 500, text]).toEqual([true, text]);
}

test(`${String(ROUNDS)} rounds from the balance: returns, refunds, a report, two verdicts, the clock`, async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const id = String((await world.send(ana, thread, '20.00')).body.id);
    isSound(
      await Promise.all([
        contests.report(ana, id),
        contests.giveBack(ben, id, round % 2 === 0 ? '7.00' : '20.00'),
        elsewhere(ben, `payments/${id}/returns`, part('8.00')),
        elsewhere(reviewers[0] as TestPerson, `risk/payments/${id}/refunds`, {
          ...part('6.00'),
          ...REASON,
        }),
        elsewhere(ana, `payments/${id}/ask-backs`, { reason: 'other' }),
      ]),
    );
    const between = await after(id);
    expect(between.left).toBeGreaterThanOrEqual(0);
    expect(between.frozen).toBeLessThanOrEqual(between.left);
    const { body } = await world.get(reviewers[0] as TestPerson, '/v1/risk/contests');
    const open = (body as { contests: { id: string; payment: { id: string } }[] }).contests.find(
      ({ payment }) => payment.id === id,
    );
    if (open !== undefined) {
      const path = `risk/contests/${open.id}/decide`;
      // Half of the rounds its time is over at this very moment.
      if (round % 2 === 0) {
        await world.sql('UPDATE payments.contest_cases SET due_by = now() WHERE id = $1', [
          open.id,
        ]);
      }
      const verdicts = await Promise.all([
        contests.say(reviewers[0] as TestPerson, path, { verdict: 'granted', ...WORDS }),
        elsewhere(reviewers[1] as TestPerson, path, { verdict: 'denied', ...WORDS }),
        world.app.get(EndContests).endCases(),
        other.get(EndContests).endCases(),
        contests.giveBack(ben, id, '0.50'),
      ]);
      const decided = verdicts.slice(0, 2) as Answer[];
      isSound(decided);
      expect(decided.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
      await contests.atDay(4, async () => {
        await Promise.all([
          world.app.get(EndContests).endReports(),
          other.get(EndContests).endReports(),
        ]);
      });
    }
    expect((await after(id)).left).toBeGreaterThanOrEqual(0);
    expect(await contests.holds(id)).not.toContain('ended twice');
    expect(await contests.holds(id)).not.toContain('pending');
  }
  expect(await world.faults()).toEqual([]);
}, 500_000);

test(`${String(CARD_ROUNDS)} rounds from a card that its bank disputes`, async () => {
  const card = await world.card(ana, 'pm_card_createDispute');
  for (let round = 0; round < CARD_ROUNDS; round++) {
    const id = String((await world.send(ana, thread, '10.00', { cardId: card.id })).body.id);
    isSound(
      await Promise.all([
        contests.report(ana, id),
        elsewhere(ben, `payments/${id}/returns`, part('4.00')),
        elsewhere(reviewers[0] as TestPerson, `risk/payments/${id}/refunds`, {
          ...part('3.00'),
          ...REASON,
        }),
      ]),
    );
    await until(async () => {
      const { body } = await world.get(ana, `/v1/payments/${id}`);
      return body.dispute === 'open';
    }, 'the bank');
    await until(async () => {
      const { body } = await world.get(ana, `/v1/payments/${id}/refunds`);
      return (body as { refunds: { state: string }[] }).refunds.every(
        ({ state }) => !['requested', 'pending'].includes(state),
      );
    }, 'the refunds ending');
    expect((await after(id)).left).toBeGreaterThanOrEqual(0);
    expect(await contests.holds(id)).not.toContain('pending');
    expect(await contests.holds(id)).not.toContain('ended twice');
  }
  expect(await world.faults()).toEqual([]);
}, 200_000);
