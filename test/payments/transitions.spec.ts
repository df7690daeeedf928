// Every row of the table of a payment's states, walked by real people: who moved it, what the sockets of
// both brought of it, and what it wrote into the books. What was observed is transitions.txt;
// `ACCEPT=1 npm run test:one -- test/payments/transitions` writes it anew.
import { readFileSync, writeFileSync } from 'node:fs';
import { shows, STATES, TRANSITIONS } from '../../src/payments/payment/machine.js';
import { type Observed, Walk } from '../support/walk.js';
import { World } from '../support/world.js';

// What was asked for, and what happened then.
const STORIES = `
  balance
  balance large: release
  balance large accept: release, accept
  balance large later: release, arrive
  balance large: reject
  balance large: review too long
  balance large: cancel
  balance later: arrive
  balance later accept: arrive, expire
  balance later: recall
  balance later: freeze payee, arrive
  balance accept: accept
  balance accept: decline
  balance accept: cancel
  balance accept: expire
  balance undo: undo
  balance undo: send
  balance undo large: send, reject
  balance undo later: send, recall
  balance undo accept: send, decline
  balance undo: block, send
  balance contact: agree
  balance contact large: agree, cancel
  balance contact later: agree, recall
  balance contact accept: agree, decline
  balance contact: refuse
  balance contact: call off
  balance contact: wait too long
  balance contact: block, agree
  card
  card undo: send
  card contact: agree
  bad_card
  card large: release
  card large accept: release, accept
  card large: freeze payee, release
  card large later: release, arrive
  card large: reject
  card large: review too long
  card large: cancel
  card large: bank lets go
  card later: arrive
  card later: recall
  card later: freeze payee, arrive
  card later: bank lets go
  card accept: accept
  card accept: decline
  card accept: cancel
  card accept: expire
  asking_card: bank yes
  asking_card: bank no
  asking_card large: bank yes, cancel
  asking_card later: bank yes, recall
  asking_card accept: bank yes, decline
`
  .trim()
  .split('\n')
  .map((line) => line.trim());

const RECORD = new URL('./transitions.txt', import.meta.url);
const observed: Observed[] = [];
let world: World;
let walk: Walk;

beforeAll(async () => {
  const velocity = { sendsPerTenMinutes: 1_000_000, majorPerDay: 150n };
  world = await World.start({ config: { velocity } });
  walk = new Walk(world, await world.person({ roles: ['risk_analyst', 'risk_approver'] }));
});
afterAll(() => world.stop());

test.each(STORIES)('%s', async (story) => {
  const seen = await walk.run(story);
  expect(seen.length).toBeGreaterThan(0);
  observed.push(...seen);
});

const nameOf = ({ from, to, actor }: Pick<Observed, 'from' | 'to' | 'actor'>): string =>
  `${from ?? 'made'} -> ${to} by ${actor}`;

const unique = (lines: readonly string[]): string[] => [...new Set(lines)].sort();

test('every row of the table was walked, and nothing else', () => {
  expect(unique(observed.map(nameOf))).toEqual(unique(TRANSITIONS.map(nameOf)));
});

test('the payer hears of every state, the payee of those that are theirs to know', () => {
  const wrong = observed.filter(({ from, to, payer, payee }) => {
    const known = shows(to) || (to === 'failed' && from !== null && shows(from));
    return payer === null || (payee !== null) !== known;
  });
  expect(wrong).toEqual([]);
  expect(Object.keys(STATES).filter((state) => !observed.some(({ to }) => to === state))).toEqual(
    [],
  );
});

test('the books did what the table says', () => {
  const wrong = observed.filter((seen) => {
    const said = TRANSITIONS.filter((row) => nameOf(row) === nameOf(seen)).map((row) => row.ledger);
    return seen.books.some((words) => {
      const [what = ''] = words.split(':');
      const any = what.replace(/^\w+ (posted|voided|expired)$/, 'hold $1');
      return !said.some((ledger) => ledger.includes(what) || ledger.includes(any));
    });
  });
  expect(wrong).toEqual([]);
});

test('what was observed is on record', () => {
  const blocks = observed.map((seen) =>
    [
      nameOf(seen),
      `  the payer sees ${seen.payer ?? 'nothing'}`,
      `  the payee sees ${seen.payee ?? 'nothing'}`,
      ...(seen.books.length === 0 ? ['the books stay as they are'] : seen.books).map(
        (line) => `  ${line}`,
      ),
    ].join('\n'),
  );
  const text = `${unique(blocks).join('\n\n')}\n`;
  if (process.env.ACCEPT === '1') writeFileSync(RECORD, text);
  else expect(text).toBe(readFileSync(RECORD, 'utf8'));
});

test('all of it adds up', async () => {
  expect(await world.faults()).toEqual([]);
});
