// The audit's sentences about cash-outs: each is untrue once somebody changes a row behind the back
// of the books, and true again when it is put right.
import { CASH_OUT_CHECKS } from '../../src/payments/cash-out/cash-out-checks.js';
import {
  becomes,
  cashedOut,
  movedBack,
  payoutEnds,
  personWithBank,
  topUp,
} from '../support/teller.js';
import { World } from '../support/world.js';

let world: World;
let paid: string;
let failed: string;
let onItsWay: string;
let account: string;

beforeAll(async () => {
  world = await World.start();
  await topUp(world, 1_000_00);
  const ana = await personWithBank(world);
  ({ account } = ana);
  onItsWay = await cashedOut(world, ana, '10.00');
  failed = await cashedOut(world, ana, '20.00', 'instant');
  paid = await cashedOut(world, ana, '30.00');
  for (const id of [onItsWay, failed, paid]) await becomes(world, id, 'in_transit');
  await payoutEnds(world, paid, 'paid');
  await payoutEnds(world, failed, 'failed');
  await becomes(world, paid, 'paid');
  await becomes(world, failed, 'failed');
  await movedBack(world, failed);
});
afterAll(() => world.stop());

const rows = { paid: () => paid, failed: () => failed, onItsWay: () => onItsWay };

test.each<[string, keyof typeof rows, string, string[]]>([
  ['on its way, though it was paid', 'paid', `state = 'in_transit'`, ['O1']],
  ['requested, though it is on its way', 'onItsWay', `state = 'requested'`, ['O1']],
  ['failed, though it is on its way', 'onItsWay', `state = 'failed'`, ['O1', 'O3', 'O4']],
  ['paid, though it came back', 'failed', `state = 'paid'`, ['O3']],
  ['of another amount', 'paid', 'amount = amount + 1', ['O2']],
  ['of another fee, when it came back', 'failed', 'fee = fee + 1', ['O3']],
  ['moved by a transfer nobody booked', 'paid', `transfer_id = 'tr_other'`, ['O2']],
  ['moved back, though it was not', 'paid', `reversal_id = 'trr_other'`, ['O2']],
  ['not moved back, though it was', 'failed', 'reversal_id = NULL', ['O4']],
])('%s', async (_what, row, change, names) => {
  expect(await world.faults()).toEqual([]);
  const id = rows[row]();
  const [before] = await world.sql<{ row: object }>(
    'SELECT to_jsonb(c) AS row FROM payments.cash_outs c WHERE id = $1',
    [id],
  );
  await world.sql(`UPDATE payments.cash_outs SET ${change} WHERE id = $1`, [id]);
  const faults = await world.faults();
  await world.sql(
    `UPDATE payments.cash_outs c
        SET state = o.state, amount = o.amount, fee = o.fee, transfer_id = o.transfer_id,
            reversal_id = o.reversal_id
       FROM jsonb_populate_record(NULL::payments.cash_outs, $2) o WHERE c.id = $1`,
    [id, JSON.stringify(before?.row)],
  );
  expect(faults.map((fault) => fault.split(':')[0])).toEqual(names);
  const named = [id, account];
  expect(faults.every((fault) => named.some((name) => fault.includes(name)))).toBe(true);
});

test('the auditor may read what these sentences need', async () => {
  for (const check of CASH_OUT_CHECKS) {
    if (!('count' in check)) throw new Error(`${check.name} is not a query`);
    await world.sql(`SET ROLE tenner_auditor; ${check.count}; ${check.differences}`);
  }
  const secret = 'SET ROLE tenner_auditor; SELECT destination FROM payments.cash_outs';
  await expect(world.sql(secret)).rejects.toThrow(/permission denied/);
});
