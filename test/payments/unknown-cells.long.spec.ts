// The time-out with unknown outcome, in all its cells: the charge was made or was not, and the caller
// learned of it by a hang, a reset, a saved 500, a 500, half a body, a lock, a rate limit, or when the
// processor had forgotten the key. Each cell is a world of its own, so that all wait at the same time.
// In every cell the payer is told "checking" and then the truth, which never is "failed" first.
import type { MessageView } from '../../src/chat/contract.js';
import {
  age,
  type CardPayment,
  entriesOf,
  intentsOf,
  pathOf,
  pay,
  readyToPay,
  sweep,
} from '../support/card-payment.js';
import { until, World } from '../support/world.js';

interface Cell {
  readonly made: boolean;
  /** What becomes of the first call, and of the package's own second try. */
  readonly calls: readonly object[];
  /** The payment's end: paid, or failed with this code. */
  readonly end?: string;
  /** How old the call is when the sweeper takes it over, in hours. */
  readonly hours?: number;
  readonly token?: string;
}

const twice = (mode: string, more: object = {}): object[] => [{ mode, times: 2, ...more }];
const lost = { mode: 'drop_connection', times: 1 };
const first = (mode: string): object[] => [lost, { mode, times: 1 }];
// Whoever sends an old key again is charged again, because it is not known any more.
const forgotten = { mode: 'key_expiry', times: 0 };

const CELLS: Record<string, Cell> = {
  'hang, made': { made: true, calls: twice('hang', { after: true }) },
  'hang, not made': { made: false, calls: twice('hang', { after: false }) },
  'reset, made': { made: true, calls: twice('reset', { after: true }) },
  'reset, not made': { made: false, calls: twice('reset', { after: false }) },
  'connection closed, made': { made: true, calls: twice('drop_connection') },
  'saved 500, made': { made: true, calls: twice('error_500_after_effect') },
  'saved 500, not made': {
    made: false,
    calls: twice('error_500_saved'),
    end: 'card_processing_error',
  },
  '500 before, made': { made: true, calls: first('error_500_before') },
  '500 before, not made': { made: false, calls: twice('error_500_before') },
  'half a body, made': { made: true, calls: twice('half_body') },
  'half a body, not made': {
    made: false,
    calls: twice('half_body'),
    token: 'pm_card_chargeCustomerFail',
    end: 'card_declined',
  },
  'lock 409, made': { made: true, calls: first('lock_409') },
  'lock 409, not made': { made: false, calls: twice('lock_409') },
  'lock 429, made': { made: true, calls: first('lock_429') },
  'lock 429, not made': { made: false, calls: twice('lock_429') },
  'rate limit 429, made': { made: true, calls: first('rate_limit_429') },
  'rate limit 429, not made': { made: false, calls: twice('rate_limit_429') },
  'forgotten key, made': {
    made: true,
    calls: [...twice('drop_connection'), forgotten],
    hours: 21,
  },
  'forgotten key, not made': {
    made: false,
    calls: [...twice('error_500_before'), forgotten],
    hours: 21,
    end: 'card_processing_error',
  },
};

interface Outcome {
  answer: unknown[];
  /** Each state the payer saw, in order, without repeats. */
  seen: string[];
  madeAtFirst: boolean;
  /** The state after rounds of asking with a young key. */
  path: string[];
  card: unknown;
  payeeSees: number;
  intents: string[];
  entries: Record<string, number>;
  faults: string[];
}

async function cardIn({ world, ana, ben, thread }: CardPayment, who: 'ana' | 'ben') {
  const person = who === 'ana' ? ana : ben;
  const { body } = await world.get(person, `/v1/threads/${thread}/messages`);
  return (body as { messages: MessageView[] }).messages.map(
    ({ card }) => card?.data as { state: string; reason: { code: string } | null } | undefined,
  );
}

async function play({ calls, hours = 0, token, end }: Cell): Promise<Outcome> {
  const world = await World.start();
  try {
    const it = await readyToPay(world, token);
    await world.control('webhooks', { mode: 'drop' });
    for (const call of calls)
      await world.control('faults', { path: '/v1/payment_intents', ...call });
    const answer = await pay(it, '20.00');
    const id = String(answer.body.id);
    const seen: string[] = [];
    const look = async (): Promise<string> => {
      const [card] = await cardIn(it, 'ana');
      const state = String(card?.state);
      if (seen.at(-1) !== state) seen.push(state);
      return state;
    };
    await look();
    const madeAtFirst = (await intentsOf(world, id)).some(({ status }) => status === 'succeeded');
    // A saved 500 is repeated for as long as the key lives, so the truth may take that long.
    for (let round = 0; round < 3 && (await look()) === 'funding'; round++) {
      await age(world, id, hours);
      await sweep(world);
    }
    await until(async () => {
      if ((await look()) !== 'funding') return true;
      await age(world, id, end === undefined ? 0 : 21);
      await sweep(world);
      return false;
    }, 'the truth');
    return {
      answer: [answer.status, answer.body.state],
      seen,
      madeAtFirst,
      path: await pathOf(world, id),
      card: (await cardIn(it, 'ana'))[0]?.reason?.code ?? null,
      payeeSees: (await cardIn(it, 'ben')).length,
      intents: (await intentsOf(world, id)).map(({ status }) => status),
      entries: await entriesOf(world, id),
      faults: await world.faults(),
    };
  } finally {
    await world.stop();
  }
}

const outcomes = new Map<string, Promise<Outcome>>();

// Those that wait begin first; the others follow, a few at a time.
beforeAll(async () => {
  const left = Object.keys(CELLS).sort((a, b) => Number(!isSlow(a)) - Number(!isSlow(b)));
  const begin = (name: string): Promise<unknown> => {
    const begun = play(CELLS[name] as Cell);
    outcomes.set(name, begun);
    return begun.catch(() => undefined);
  };
  const worker = async (): Promise<void> => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) await begin(name);
  };
  await Promise.all(Array.from({ length: 5 }, worker));
}, 120_000);

const isSlow = (name: string): boolean => name.startsWith('hang');

test.each(Object.entries(CELLS))('%s: checking, then the truth', async (name, cell) => {
  const it = await (outcomes.get(name) as Promise<Outcome>);
  const paid = cell.end === undefined;
  expect(it).toEqual({
    answer: [202, 'funding'],
    seen: ['funding', paid ? 'completed' : 'failed'],
    madeAtFirst: cell.made,
    path: ['funding', paid ? 'completed' : 'failed'],
    card: cell.end ?? null,
    payeeSees: paid ? 1 : 0,
    intents: paid ? ['succeeded'] : cell.token === undefined ? [] : ['requires_payment_method'],
    entries: paid ? { P2: 1, P3: 1 } : {},
    faults: [],
  });
});
