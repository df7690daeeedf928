// Payments that wait, as tests make them: two people, what each of them chose, and time that passes.
import { randomUUID } from 'node:crypto';
import type { PaymentView, UndoSeconds } from '../../src/payments/contract.js';
import { Sweeper } from '../../src/payments/sweep/sweeper.js';
import { KeepTime } from '../../src/payments/waits/keep-time.js';
import type { WaitWord } from '../../src/payments/waits/end-wait.js';
import { type Answer, type TestPerson, until, type World } from './world.js';

export interface Two {
  readonly ana: TestPerson;
  readonly ben: TestPerson;
  readonly thread: string;
  /** A card of Ana's, if she has one. */
  readonly cardId: string | undefined;
}

export interface Sending {
  readonly from?: 'balance' | 'card';
  readonly amount?: string;
  readonly undoSeconds?: UndoSeconds;
  readonly delay?: '2h' | '24h';
  readonly arrivesAt?: string;
  readonly request?: { id: string; revision: number };
  readonly key?: string;
}

export const COLUMNS = {
  sending: 'sends_at',
  arriving: 'arrives_at',
  waiting: 'expires_at',
  held: 'review_by',
  asking: 'agree_by',
} as const;

export class Waits {
  constructor(readonly world: World) {}

  /** Ana pays Ben from a balance of 200.00, or from her card. */
  async two({ card = 'pm_card_visa_debit' }: { card?: string | null } = {}): Promise<Two> {
    const { world } = this;
    const [ana, ben] = [await world.person({ balance: '200.00' }), await world.person()];
    const cardId = card === null ? undefined : (await world.card(ana, card)).id;
    return { ana, ben, thread: await world.thread([ana, ben]), cardId };
  }

  /** Somebody wants to be asked before each payment to them. */
  async acceptEach(person: TestPerson): Promise<void> {
    const settings = { undoSeconds: 0, acceptEach: true };
    const { status } = await this.world.put(person, '/v1/payment-settings', settings);
    if (status !== 200) throw new Error('nothing was chosen');
  }

  send({ ana, thread, cardId }: Two, sending: Sending = {}): Promise<Answer> {
    const { from = 'balance', amount = '20.00', key = randomUUID(), ...rest } = sending;
    const funding = from === 'balance' ? { source: 'balance' } : { source: 'card', cardId };
    const body = { threadId: thread, amount: { amount, currency: 'EUR' }, funding, ...rest };
    return Promise.resolve(this.world.post(ana, '/v1/payments', body, key));
  }

  /** Sends, and answers the payment's id once it is in that state. */
  async sent(two: Two, sending: Sending, state: string): Promise<string> {
    const { body } = await this.send(two, sending);
    const { id } = body as Partial<PaymentView>;
    if (id === undefined) throw new Error(JSON.stringify(body));
    await this.reaches(two.ana, id, state);
    return id;
  }

  say(person: TestPerson, id: string, word: WaitWord, key: string = randomUUID()): Promise<Answer> {
    return Promise.resolve(this.world.post(person, `/v1/payments/${id}/${word}`, {}, key));
  }

  /** The payment's time is over; whoever keeps it will notice. */
  async overdue(id: string, state: keyof typeof COLUMNS): Promise<void> {
    await this.world.sql(
      `UPDATE payments.payments SET ${COLUMNS[state]} = now() - interval '1 second' WHERE id = $1`,
      [id],
    );
  }

  /** The clock comes by. */
  tick(): Promise<void> {
    return this.world.app.get(KeepTime).run();
  }

  /** So does the sweeper. */
  sweep(): Promise<void> {
    return this.world.app.get(Sweeper).sweep();
  }

  async seenBy(person: TestPerson, id: string): Promise<PaymentView | undefined> {
    const { status, body } = await this.world.get(person, `/v1/payments/${id}`);
    return status === 200 ? (body as PaymentView) : undefined;
  }

  reaches(person: TestPerson, id: string, state: string): Promise<PaymentView> {
    return until(async () => {
      const view = await this.seenBy(person, id);
      return view?.state === state ? view : undefined;
    }, `${id} being ${state}`);
  }
}
