// A process dies between the processor's answer and our commit: the money has moved there and nothing
// of it is in our books. The intent was written before the call, so another process, or the same one
// started again, finds out what became of it: one charge, one posting, for a charge, a capture and a
// refund. The process is a real one and dies by SIGKILL; or the database ends the connection in the
// middle of the commit.
import { randomUUID } from 'node:crypto';
import { Sweeper } from '../../src/payments/sweep/sweeper.js';
import {
  type CardPayment,
  entriesOf,
  intentsOf,
  pathOf,
  pay,
  paymentIn,
  readyToPay,
  sweepUntil,
} from '../support/card-payment.js';
import { type ChildApp, startChild } from '../support/child-app.js';
import { atProcessor, caseOf, intentIdOf } from '../support/desk.js';
import { type TestPerson, until, World } from '../support/world.js';

const INTENTS = '/v1/payment_intents';
const UNDER_WAY_MS = 2500;
let world: World;
let riley: TestPerson;

beforeAll(async () => {
  const velocity = { sendsPerTenMinutes: 1_000_000, majorPerDay: 100n };
  world = await World.start({ config: { velocity } });
  riley = await world.person({ roles: ['risk_analyst', 'risk_approver'] });
});
afterAll(() => world.stop());
beforeEach(() => world.control('webhooks', { mode: 'drop' }));
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

/** A request to the process that is going to die. */
function ask(child: ChildApp, person: TestPerson, path: string, body: object): Promise<unknown> {
  return fetch(`${child.url}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${person.token}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify(body),
  }).then(
    ({ status }) => status,
    () => 'no answer',
  );
}

const chargeIn = (child: ChildApp, { ana, thread, cardId }: CardPayment): Promise<unknown> =>
  ask(child, ana, '/v1/payments', {
    threadId: thread,
    amount: { amount: '20.00', currency: 'EUR' },
    funding: { source: 'card', cardId },
  });

const stateOf = async (paymentId: string): Promise<string | undefined> =>
  (await pathOf(world, paymentId)).at(-1);

const isState = (paymentId: string, state: string) => async (): Promise<boolean> =>
  (await stateOf(paymentId)) === state;

/** The next call of a path has its effect, and its answer is late. */
const holdAnswer = (path: string): Promise<void> =>
  world.control('faults', { path, mode: 'delay_ms', ms: UNDER_WAY_MS, after: true });

const charged = async (paymentId: string): Promise<boolean> =>
  (await intentsOf(world, paymentId)).some(({ status }) => status === 'succeeded');

async function expectChargedOnce(paymentId: string): Promise<void> {
  expect(await intentsOf(world, paymentId)).toMatchObject([
    { status: 'succeeded', amount_received: expect.any(Number) },
  ]);
  expect(await entriesOf(world, paymentId)).toEqual({ P2: 1, P3: 1 });
}

interface Refunded {
  readonly refundId: string;
  readonly intentId: string;
}

async function refundOf(paymentId: string): Promise<Refunded> {
  const refundId = await until(async () => {
    const [row] = await world.sql<{ id: string }>(
      'SELECT id FROM payments.refunds WHERE payment_id = $1',
      [paymentId],
    );
    return row?.id;
  }, 'the refund');
  return { refundId, intentId: await intentIdOf(world, paymentId) };
}

async function refundsAt(intentId: string): Promise<unknown[]> {
  return (await atProcessor(world, `refunds?payment_intent=${intentId}`)).data as unknown[];
}

const refundState = async (refundId: string): Promise<string | undefined> => {
  const [row] = await world.sql<{ state: string }>(
    'SELECT state::text FROM payments.refunds WHERE id = $1',
    [refundId],
  );
  return row?.state;
};

describe('killed while the answer is under way', () => {
  let child: ChildApp;
  beforeEach(async () => {
    child = await startChild(world);
  });
  afterEach(() => child.kill());

  test('charge: another process finds it', async () => {
    const it = await readyToPay(world);
    await holdAnswer(INTENTS);
    const answer = chargeIn(child, it);
    const id = await paymentIn(it);
    await until(() => charged(id), 'the charge');
    await child.kill();
    expect(await answer).toBe('no answer');
    expect(await pathOf(world, id)).toEqual(['funding']);
    await sweepUntil(world, id, isState(id, 'completed'));
    await expectChargedOnce(id);
    expect(await pathOf(world, id)).toEqual(['funding', 'completed']);
  });

  test('charge: the same process finds it when it is started again', async () => {
    // Nobody else sweeps, as if this were the only process there is.
    const sweeper = world.app.get(Sweeper);
    await sweeper.onModuleDestroy();
    try {
      const it = await readyToPay(world);
      await holdAnswer(INTENTS);
      const answer = chargeIn(child, it);
      const id = await paymentIn(it);
      await until(() => charged(id), 'the charge');
      await child.kill();
      expect(await answer).toBe('no answer');
      await world.sql(
        `UPDATE payments.processor_calls SET lease_until = now() - interval '31 seconds'
          WHERE subject_id = $1`,
        [id],
      );
      child = await startChild(world);
      await until(isState(id, 'completed'), 'the new process finding it');
      await expectChargedOnce(id);
    } finally {
      sweeper.onApplicationBootstrap();
    }
  });

  test('capture', async () => {
    const it = await readyToPay(world);
    const id = String((await pay(it, '120.00')).body.id);
    expect(await stateOf(id)).toBe('held');
    const intentId = await intentIdOf(world, id);
    await holdAnswer(`${INTENTS}/${intentId}/capture`);
    const { id: caseId } = await caseOf(world, riley, id);
    await ask(child, riley, `/v1/risk/cases/${caseId}/release`, { reason: 'Called the payer' });
    await until(() => charged(id), 'the capture');
    await child.kill();
    expect(await stateOf(id)).toBe('capturing');
    await sweepUntil(world, id, isState(id, 'completed'));
    await expectChargedOnce(id);
  });

  test('refund', async () => {
    const it = await readyToPay(world);
    const id = String((await pay(it, '20.00')).body.id);
    await holdAnswer('/v1/refunds');
    await ask(child, it.ben, `/v1/payments/${id}/refunds`, { reason: 'Not needed after all' });
    const { refundId, intentId } = await refundOf(id);
    await until(async () => (await refundsAt(intentId)).length === 1, 'the refund there');
    await child.kill();
    expect(await refundState(refundId)).toBe('requested');
    await sweepUntil(world, refundId, async () => (await refundState(refundId)) === 'succeeded');
    expect(await refundsAt(intentId)).toHaveLength(1);
    expect(await entriesOf(world, refundId)).toEqual({ P7: 1, P7a: 1 });
  });
});

describe('the database ends the connection in the middle of the commit', () => {
  /** The first commit that holds an entry of this template never comes to be. */
  async function breakCommit(template: string): Promise<void> {
    await world.sql(`
      CREATE SEQUENCE IF NOT EXISTS public.commits;
      ALTER SEQUENCE public.commits RESTART;
      CREATE OR REPLACE FUNCTION public.break_commit() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN
        IF nextval('public.commits') = 1 THEN
          PERFORM pg_terminate_backend(pg_backend_pid());
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER break_commit AFTER INSERT ON ledger.entries
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (NEW.template = '${template}') EXECUTE FUNCTION public.break_commit()`);
  }
  afterEach(() => world.sql('DROP TRIGGER IF EXISTS break_commit ON ledger.entries'));

  const broken = async (): Promise<boolean> => {
    const [row] = await world.sql<{ called: boolean }>(
      'SELECT is_called AS called FROM public.commits',
    );
    return row?.called === true;
  };

  test('charge: checking, and then the truth', async () => {
    const it = await readyToPay(world);
    await breakCommit('P2');
    const answer = await pay(it, '20.00');
    expect(await broken()).toBe(true);
    expect([answer.status, answer.body.state]).toEqual([202, 'funding']);
    const id = await paymentIn(it);
    await sweepUntil(world, id, isState(id, 'completed'));
    await expectChargedOnce(id);
  });

  test('capture', async () => {
    const it = await readyToPay(world);
    const id = String((await pay(it, '120.00')).body.id);
    await breakCommit('P2');
    const { id: caseId } = await caseOf(world, riley, id);
    const released = { reason: 'Called the payer' };
    await world.post(riley, `/v1/risk/cases/${caseId}/release`, released, randomUUID());
    await until(broken, 'the broken commit');
    expect(await stateOf(id)).toBe('capturing');
    await sweepUntil(world, id, isState(id, 'completed'));
    await expectChargedOnce(id);
  });

  test('refund', async () => {
    const it = await readyToPay(world);
    const id = String((await pay(it, '20.00')).body.id);
    await breakCommit('P7a');
    const asked = { reason: 'Not needed after all' };
    await world.post(it.ben, `/v1/payments/${id}/refunds`, asked, randomUUID());
    await until(broken, 'the broken commit');
    const { refundId, intentId } = await refundOf(id);
    await sweepUntil(world, refundId, async () => (await refundState(refundId)) === 'succeeded');
    expect(await refundsAt(intentId)).toHaveLength(1);
    expect(await entriesOf(world, refundId)).toEqual({ P7: 1, P7a: 1 });
  });
});
