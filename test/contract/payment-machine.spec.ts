// The table of a payment's states, checked as a table: nothing is out of reach, nothing but an end is a
// dead end, and nothing leads back. Then docs/payments.md, which shows the same table, row by row;
// `ACCEPT=1` writes it there.
import { readFileSync, writeFileSync } from 'node:fs';
import prettier from 'prettier';
import type { PaymentState } from '../../src/payments/contract.js';
import {
  isFinal,
  leadsTo,
  shows,
  STATES,
  TRANSITIONS,
} from '../../src/payments/payment/machine.js';

const NAMES = Object.keys(STATES) as PaymentState[];
const ENDS: readonly PaymentState[] = ['completed', 'returned', 'undone', 'failed', 'rejected'];

test('every state can be reached from nothing', () => {
  const reached = new Set<PaymentState | null>([null]);
  for (let before = 0; before < reached.size;) {
    before = reached.size;
    for (const { from, to } of TRANSITIONS) if (reached.has(from)) reached.add(to);
  }
  expect(NAMES.filter((name) => !reached.has(name))).toEqual([]);
});

test('an end can be reached from every state, and only the ends are dead ends', () => {
  expect(NAMES.filter(isFinal).sort()).toEqual([...ENDS].sort());
  const leads = new Set<PaymentState | null>(ENDS);
  for (let before = 0; before < leads.size;) {
    before = leads.size;
    for (const { from, to } of TRANSITIONS) if (leads.has(to)) leads.add(from);
  }
  expect(NAMES.filter((name) => !leads.has(name))).toEqual([]);
});

test('no transition leads to a lower rank, nor to the state it comes from', () => {
  const back = TRANSITIONS.filter(
    ({ from, to }) => from !== null && STATES[from].rank >= STATES[to].rank,
  );
  expect(back.map(({ from, to }) => `${String(from)} -> ${to}`)).toEqual([]);
});

test('a row says something of its own: who, and when', () => {
  const rows = TRANSITIONS.map(({ from, to, actor, guard }) => [from, to, actor, guard].join(' '));
  expect(new Set(rows).size).toBe(rows.length);
  expect(leadsTo('sending', 'undone')).toBe(true);
  expect(leadsTo('completed', 'returned')).toBe(false);
});

test('what a payee has seen is never taken from them but as a failure', () => {
  const hidden = TRANSITIONS.filter(
    ({ from, to }) => from !== null && shows(from) && !shows(to) && to !== 'failed',
  );
  expect(hidden).toEqual([]);
});

const DOCUMENT = new URL('../../docs/payments.md', import.meta.url);
const [BEGIN, END] = ['<!-- the table: begin -->', '<!-- the table: end -->'];

/** The table as the document shows it. */
async function rendered(): Promise<string> {
  const cells = TRANSITIONS.map(({ from, to, actor, guard, ledger }) => {
    const known = from !== null && shows(from);
    const seen = STATES[to].payeeSees ?? (known ? 'did not go through' : 'nothing');
    const way = `${from === null ? '-' : `\`${from}\``} | \`${to}\``;
    return `| ${way} | ${actor} | ${guard} | ${STATES[to].payerSees} | ${seen} | ${ledger || '-'} |`;
  });
  const head = '| from | to | who | when | the payer sees | the payee sees | the books |';
  return prettier.format([head, '|---|---|---|---|---|---|---|', ...cells].join('\n'), {
    parser: 'markdown',
  });
}

test('docs/payments.md shows the table', async () => {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [before, shown, after] = [
    text.slice(0, text.indexOf(BEGIN) + BEGIN.length),
    text.slice(text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END)),
    text.slice(text.indexOf(END)),
  ];
  const table = await rendered();
  if (process.env.ACCEPT === '1') writeFileSync(DOCUMENT, `${before}\n\n${table}\n${after}`);
  else expect(shown.trim()).toBe(table.trim());
});
