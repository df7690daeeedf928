// The teller for tests: people with a bank behind them, cash-outs, what the processor does with them,
// and what the books and the processor made of it in the end.
import { randomUUID } from 'node:crypto';
import type {
  CashOutView,
  OnboardingView,
  PayoutAccountView,
} from '../../src/payments/cash-out/contract.js';
import { AccountLimits } from '../../src/ledger/index.js';
import { Sweeper } from '../../src/payments/sweep/sweeper.js';
import { Transactor } from '../../src/shared/database.js';
import { type Answer, type TestPerson, until, type World } from './world.js';

/** The test bank accounts of the processor: the last digit says what a payout to it does. */
export const bankEnding = (digit: string): string => `DE8937040044053201300${digit}`;

/** Lets our own balance at the processor hold that much more, in minor units of EUR. */
export const topUp = (world: World, amount: number): Promise<void> =>
  world.control('movements', { type: 'topup', amount });

/** Begins onboarding and answers the account at the processor. */
export async function accountOf(world: World, person: TestPerson): Promise<string> {
  const { status, body } = await world.post(person, '/v1/payout-account/onboarding', {});
  if (status !== 201) throw new Error(`no onboarding: ${JSON.stringify(body)}`);
  const [row] = await world.sql<{ id: string }>(
    'SELECT account_id AS id FROM payments.payout_accounts WHERE person_id = $1',
    [person.id],
  );
  if (row === undefined) throw new Error(`${(body as OnboardingView).url} leads to no account`);
  return row.id;
}

export const payoutAccount = async (world: World, person: TestPerson): Promise<PayoutAccountView> =>
  (await world.get(person, '/v1/payout-account')).body as PayoutAccountView;

/** A person with money and with a bank that money can go to. */
export async function personWithBank(
  world: World,
  { balance = '100.00', bank = bankEnding('0') } = {},
): Promise<TestPerson & { account: string }> {
  const person = await world.person({ balance });
  const account = await accountOf(world, person);
  await world.control('onboard', { account, bank });
  await until(async () => (await payoutAccount(world, person)).state === 'ready', 'the account');
  return { ...person, account };
}

export const cashOut = async (
  world: World,
  person: TestPerson,
  amount: string,
  { method = 'standard', key = randomUUID(), currency = 'EUR' } = {},
): Promise<Answer> =>
  world.post(person, '/v1/cash-outs', { amount: { amount, currency }, method }, key);

/** Asks for a cash-out that must be accepted, and answers its id. */
export async function cashedOut(
  world: World,
  person: TestPerson,
  amount = '40.00',
  method = 'standard',
): Promise<string> {
  const { status, body } = await cashOut(world, person, amount, { method });
  if (status !== 201) throw new Error(`no cash-out: ${JSON.stringify(body)}`);
  return (body as CashOutView).id;
}

export const viewOf = async (world: World, person: TestPerson, id: string): Promise<CashOutView> =>
  (await world.get(person, `/v1/cash-outs/${id}`)).body as CashOutView;

export interface Row extends Record<string, unknown> {
  state: string;
  payout_id: string | null;
  transfer_id: string | null;
  reversal_id: string | null;
}

export async function rowOf(world: World, id: string): Promise<Row> {
  const [row] = await world.sql<Row>('SELECT * FROM payments.cash_outs WHERE id = $1', [id]);
  if (row === undefined) throw new Error(`there is no ${id}`);
  return row;
}

/** Waits until a cash-out is in that state of ours. */
export const becomes = (world: World, id: string, state: string): Promise<boolean> =>
  until(async () => (await rowOf(world, id)).state === state, `${id} being ${state}`);

/** Waits until what lay on the person's account at the processor has been moved back. */
export const movedBack = (world: World, id: string): Promise<string> =>
  until(async () => (await rowOf(world, id)).reversal_id, `${id} being moved back`);

/** Lets the payout of a cash-out end that way at the processor. */
export async function payoutEnds(
  world: World,
  id: string,
  status: string,
  failure?: string,
): Promise<void> {
  const { payout_id: payout } = await rowOf(world, id);
  await world.control('payouts', { payout, status, failure_code: failure });
}

/** The entries about a cash-out, in the order in which they were made. */
export async function entriesOf(world: World, id: string): Promise<string> {
  const found = await world.sql<{ template: string }>(
    `SELECT e.template FROM ledger.entries e, payments.cash_outs c
      WHERE c.id = $1
        AND split_part(e.reference, ':', 1) IN (c.id, c.transfer_id, c.payout_id, c.reversal_id)
      ORDER BY e.id`,
    [id],
  );
  return found.map(({ template }) => template).join(' ');
}

/** Time passes: the leases of whoever asked are long over, and the calls are this old. */
export async function age(world: World, id: string, hours = 0): Promise<void> {
  await world.sql(
    `UPDATE payments.processor_calls
        SET lease_until = now() - interval '31 seconds',
            created_at = created_at - make_interval(hours => $2)
      WHERE subject_id = $1 AND concluded_at IS NULL`,
    [id, hours],
  );
}

export const sweep = (world: World): Promise<void> => world.app.get(Sweeper).sweep();

/** An answer of the processor, on our own account or on a connected one. */
export async function asked(
  world: World,
  path: string,
  account?: string,
  form?: Record<string, string>,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${world.simulator.url}/v1/${path}`, {
    headers: {
      authorization: 'Bearer sk_test_simulator',
      ...(account === undefined ? {} : { 'stripe-account': account }),
    },
    ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
  });
  return (await response.json()) as Record<string, unknown>;
}

/** Freezes a person's account, or opens it again. */
export const stand = async (
  world: World,
  { id: owner }: TestPerson,
  state: 'frozen' | 'open',
): Promise<void> => {
  const account = { name: 'user.available', owner, currency: 'EUR' } as const;
  const change = { state, reason: 'a complaint', changedBy: 'fay' };
  await world.app
    .get(Transactor)
    .run((tx) => world.app.get(AccountLimits).change(tx, account, change));
};

/** What lies on a connected account at the processor, pending and available, in minor units of EUR. */
export async function lyingOn(world: World, account: string): Promise<number> {
  const { available, pending } = (await asked(world, 'balance', account)) as Record<
    string,
    { amount: number }[]
  >;
  return [...(available ?? []), ...(pending ?? [])].reduce((sum, { amount }) => sum + amount, 0);
}

/** How many transfers, payouts and reversals the processor made for a cash-out. */
export async function madeFor(world: World, id: string, account: string): Promise<number[]> {
  const ours = (list: unknown): { id: string }[] =>
    (list as { data: { id: string; metadata: Record<string, string> }[] }).data.filter(
      ({ metadata }) => metadata['cash_out_id'] === id,
    );
  const transfers = ours(await asked(world, `transfers?transfer_group=${id}`));
  const payouts = ours(await asked(world, 'payouts?limit=100', account));
  const reversals = await Promise.all(
    transfers.map((each) => asked(world, `transfers/${each.id}/reversals`)),
  );
  return [transfers.length, payouts.length, reversals.flatMap(ours).length];
}
