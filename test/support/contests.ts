// What two people contest about a payment, for tests: saying it, looking at it from either side, deciding
// it, and letting time pass.
import { randomUUID } from 'node:crypto';
import type { MessagePage } from '../../src/chat/contract.js';
import type { PaymentCard } from '../../src/payments/contract.js';
import type { ContestCaseView } from '../../src/payments/returns/cases/contract.js';
import type { ContestCard } from '../../src/payments/returns/contract.js';
import { Sweeper } from '../../src/payments/sweep/sweeper.js';
import { Clock } from '../../src/shared/clock.js';
import type { Answer, TestPerson, World } from './world.js';

const DAY_MS = 86_400_000;

export class Contests {
  constructor(readonly world: World) {}

  say(by: TestPerson, path: string, body: object = {}, key = randomUUID()): Promise<Answer> {
    return Promise.resolve(this.world.post(by, `/v1/${path}`, body, key));
  }

  askBack(by: TestPerson, paymentId: string, words?: string): Promise<Answer> {
    return this.say(by, `payments/${paymentId}/ask-backs`, { reason: 'wrong_person', words });
  }

  report(by: TestPerson, paymentId: string, kind = 'tricked'): Promise<Answer> {
    const body = { kind, words: 'They said they were my bank.' };
    return this.say(by, `payments/${paymentId}/reports`, body);
  }

  giveBack(by: TestPerson, paymentId: string, amount?: string): Promise<Answer> {
    const part = amount === undefined ? {} : { amount: { amount, currency: 'EUR' } };
    return this.say(by, `payments/${paymentId}/returns`, part);
  }

  async decide(
    by: TestPerson,
    paymentId: string,
    verdict: 'granted' | 'denied',
    words = 'We have read what both of you wrote.',
  ): Promise<Answer> {
    const { id } = await this.caseOf(by, paymentId);
    return this.say(by, `risk/contests/${id}/decide`, { verdict, words });
  }

  /** The open case of a payment, as that reviewer sees it. */
  async caseOf(by: TestPerson, paymentId: string): Promise<ContestCaseView> {
    const { body } = await this.world.get(by, '/v1/risk/contests');
    const { contests } = body as { contests: ContestCaseView[] };
    const found = contests.find(({ payment }) => payment.id === paymentId);
    if (found === undefined) throw new Error(`${paymentId} has no open case`);
    return found;
  }

  /** What the card in the thread says of it. */
  async onCard(by: TestPerson, threadId: string): Promise<ContestCard | null> {
    const { body } = await this.world.get(by, `/v1/threads/${threadId}/messages`);
    const cards = (body as MessagePage).messages.flatMap(({ card }) => card ?? []);
    return (cards.at(-1)?.data as PaymentCard | undefined)?.contest ?? null;
  }

  /** Has the clock do its work as if that many days had passed. */
  async after(days: number): Promise<void> {
    await this.atDay(days, () => this.world.app.get(Sweeper).sweep());
  }

  /** Does something as if that many days had passed. */
  async atDay<T>(days: number, work: () => Promise<T>): Promise<T> {
    const clock = this.world.app.get(Clock);
    const now = clock.now.bind(clock);
    clock.now = () => new Date(Date.now() + days * DAY_MS);
    try {
      return await work();
    } finally {
      clock.now = now;
    }
  }

  /** How each hold for a report ended, `pending` while it has not. */
  async holds(paymentId: string): Promise<string[]> {
    const found = await this.world.sql<{ outcome: string; endings: string }>(
      `SELECT coalesce(max(e.outcome::text), 'pending') AS outcome, count(e.*) AS endings
         FROM ledger.holds h LEFT JOIN ledger.hold_endings e ON e.hold_id = h.id
        WHERE starts_with(h.reference, $1) GROUP BY h.id, h.reference ORDER BY h.reference`,
      [`${paymentId}:report:`],
    );
    return found.map(({ outcome, endings }) => (Number(endings) > 1 ? 'ended twice' : outcome));
  }
}
